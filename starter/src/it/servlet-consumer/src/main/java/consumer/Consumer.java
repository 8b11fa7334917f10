package consumer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * A servlet application that calls with the clients of its kind.
 */
@SpringBootApplication
@RestController
public class Consumer {

	private final RestClient restClient;

	private final RestTemplate restTemplate;

	public Consumer(RestClient.Builder restClients, RestTemplateBuilder restTemplates) {
		this.restClient = restClients.build();
		this.restTemplate = restTemplates.build();
	}

	public static void main(String[] args) {
		SpringApplication.run(Consumer.class, args);
	}

	@GetMapping("/rest-client")
	String restClient(@RequestParam String url) {
		return this.restClient.post()
			.uri(url)
			.header("X-TC-Action", "DescribeInstances")
			.body("{}")
			.retrieve()
			.body(String.class);
	}

	@GetMapping("/rest-template")
	String restTemplate(@RequestParam String url) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("X-TC-Action", "DescribeInstances");
		return this.restTemplate.postForObject(url, new HttpEntity<>("{}", headers), String.class);
	}

}
