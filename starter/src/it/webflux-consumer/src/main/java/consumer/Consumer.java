package consumer;

import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A WebFlux application that calls with the client of its kind.
 */
@SpringBootApplication
@ImportTencentCloudServices(Cvm.class)
@RestController
public class Consumer {

	private static final String URL = "https://cvm.tencentcloudapi.com/";

	private final WebClient webClient;

	private final Cvm cvm;

	public Consumer(WebClient.Builder webClients, Cvm cvm) {
		this.webClient = webClients.build();
		this.cvm = cvm;
	}

	public static void main(String[] args) {
		SpringApplication.run(Consumer.class, args);
	}

	@GetMapping("/web-client")
	Mono<String> webClient() {
		return this.webClient.post()
			.uri(URL)
			.header("X-TC-Action", "DescribeInstances")
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
	}

	@GetMapping("/interface")
	Mono<String> httpInterface() {
		return this.cvm.describeInstances().map((instances) -> "TotalCount: " + instances.totalCount());
	}

}
