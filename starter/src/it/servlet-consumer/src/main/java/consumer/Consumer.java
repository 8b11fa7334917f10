package consumer;

import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * A servlet application that calls with the clients of its kind.
 */
@SpringBootApplication
@ImportTencentCloudServices(Cvm.class)
@RestController
public class Consumer {

	private static final String URL = "https://cvm.tencentcloudapi.com/";

	private final RestClient restClient;

	private final RestTemplate restTemplate;

	private final Cvm cvm;

	public Consumer(RestClient.Builder restClients, RestTemplateBuilder restTemplates, Cvm cvm) {
		this.restClient = restClients.build();
		this.restTemplate = restTemplates.build();
		this.cvm = cvm;
	}

	public static void main(String[] args) {
		SpringApplication.run(Consumer.class, args);
	}

	@GetMapping("/rest-client")
	String restClient() {
		return this.restClient.post()
			.uri(URL)
			.header("X-TC-Action", "DescribeInstances")
			.body("{}")
			.retrieve()
			.body(String.class);
	}

	@GetMapping("/rest-template")
	String restTemplate() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("X-TC-Action", "DescribeInstances");
		return this.restTemplate.postForObject(URL, new HttpEntity<>("{}", headers), String.class);
	}

	@GetMapping("/interface")
	String httpInterface() {
		return "TotalCount: " + this.cvm.describeInstances().totalCount();
	}

}
