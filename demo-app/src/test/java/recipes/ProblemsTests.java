package recipes;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudApiException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a visitor gets from an application with the recipe of {@code docs/recipes.md} for
 * Spring MVC, or with that for WebFlux.
 */
class ProblemsTests {

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(error("RequestLimitExceeded", "throttled", Decision.RETRY), 429, "15"),
				Arguments.of(error("ResourceInsufficient", "capacity", Decision.RETRY), 503, "15"),
				Arguments.of(error("InternalError", "transient", Decision.CIRCUIT_BREAK), 503, "15"),
				Arguments.of(error("InvalidParameter", "invalid", Decision.FAIL), 400, null),
				Arguments.of(error("AuthFailure.SignatureFailure", "auth", Decision.FAIL), 502, null),
				Arguments.of(breaker("tencentcloud-cvm-ap-guangzhou"), 503, "15"),
				Arguments.of(BulkheadFullException.createBulkheadFullException(Bulkhead.ofDefaults("tencentcloud-cvm")),
						429, "15"));
	}

	static List<RuntimeException> others() {
		return List.of(breaker("own"), new ResourceAccessException("another host"),
				new WebClientRequestException(new IllegalStateException("another host"), HttpMethod.GET,
						URI.create("http://localhost"), new HttpHeaders()));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void areProblemsInSpringMvc(RuntimeException failure, int status, String retryAfter) {
		MockMvcTester mvc = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Shop(failure))
			.setControllerAdvice(new TencentCloudProblems())
			.build());
		assertThat(mvc.get().uri("/")).hasStatus(status).satisfies((result) -> {
			assertThat(result.getResponse().getContentType()).isEqualTo("application/problem+json");
			assertThat(result.getResponse().getHeader("Retry-After")).isEqualTo(retryAfter);
			assertThat(result.getResponse().getContentAsString()).contains("\"status\":" + status, "\"code\":\"")
				.doesNotContain("SECRET");
		});
	}

	@ParameterizedTest
	@MethodSource("failures")
	void areProblemsInWebFlux(RuntimeException failure, int status, String retryAfter) {
		WebTestClient.ResponseSpec response = webFlux(failure).get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isEqualTo(status);
		String body = response.expectHeader()
			.contentType("application/problem+json")
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(body).contains("\"status\":" + status, "\"code\":\"").doesNotContain("SECRET");
		assertThat(response.returnResult(Void.class).getResponseHeaders().getFirst("Retry-After"))
			.isEqualTo(retryAfter);
	}

	/** As if there were no advice. */
	@ParameterizedTest
	@MethodSource("others")
	void otherFailuresPass(RuntimeException failure) {
		MockMvcTester mvc = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Shop(failure))
			.setControllerAdvice(new TencentCloudProblems())
			.build());
		assertThat(mvc.get().uri("/")).hasFailed()
			.failure()
			.hasRootCause(root(failure))
			.hasStackTraceContaining(failure.getMessage());
		webFlux(failure).get().uri("/").exchange().expectStatus().isEqualTo(500);
	}

	@Test
	void adviceThrowsWhatIsNotOurs() {
		RuntimeException failure = breaker("own");
		assertThatThrownBy(() -> new TencentCloudProblems().handle(failure)).isSameAs(failure);
		assertThatThrownBy(() -> new ReactiveTencentCloudProblems().handle(failure)).isSameAs(failure);
	}

	private static Throwable root(RuntimeException failure) {
		return (failure.getCause() != null) ? failure.getCause() : failure;
	}

	private static WebTestClient webFlux(RuntimeException failure) {
		return WebTestClient.bindToController(new ReactiveShop(failure))
			.controllerAdvice(new ReactiveTencentCloudProblems())
			.build();
	}

	private static RuntimeException error(String code, String policy, Decision decision) {
		return TencentCloudApiException.builder(code)
			.message("SECRET of the server")
			.call("cvm", "RunInstances", "ap-guangzhou")
			.requestId("b5b41468-520d-4192-b42f-595cc34b6c1c")
			.policy(policy, decision)
			.build();
	}

	private static RuntimeException breaker(String name) {
		return CallNotPermittedException.createCallNotPermittedException(CircuitBreaker.ofDefaults(name));
	}

	@RestController
	static class Shop {

		private final RuntimeException failure;

		Shop(RuntimeException failure) {
			this.failure = failure;
		}

		@GetMapping("/")
		String sell() {
			throw this.failure;
		}

	}

	@RestController
	static class ReactiveShop {

		private final RuntimeException failure;

		ReactiveShop(RuntimeException failure) {
			this.failure = failure;
		}

		@GetMapping("/")
		Mono<String> sell() {
			return Mono.error(this.failure);
		}

	}

}
