package consumer;

import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A WebFlux application that calls with the client of its kind.
 */
@SpringBootApplication
@RestController
public class Consumer {

	private final WebClient webClient;

	public Consumer(WebClient.Builder webClients) {
		this.webClient = webClients.build();
	}

	public static void main(String[] args) {
		SpringApplication.run(Consumer.class, args);
	}

	@GetMapping("/web-client")
	Mono<String> webClient(@RequestParam String url) {
		return this.webClient.post()
			.uri(url)
			.header("X-TC-Action", "DescribeInstances")
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
	}

}
