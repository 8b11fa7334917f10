package io.github.tencentcloud.resilience.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.tencentcloud.resilience.client.TencentCloudAttributes;
import io.github.tencentcloud.resilience.client.TencentCloudFailure;
import io.github.tencentcloud.resilience.demo.fake.FakeTencentCloud;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Calls Tencent Cloud with the {@code WebClient.Builder} that Boot provides. The starter
 * has put its filter into it: there is no retry, no breaker and no check of an envelope
 * here. All products share the address of the fake API, so each request says which one it
 * means; with {@code https://sms.tencentcloudapi.com} the host would.
 */
@Component
class TencentCloudClient {

	private final WebClient webClient;

	TencentCloudClient(WebClient.Builder builder, FakeTencentCloud fake) {
		this.webClient = builder.baseUrl("http://" + fake.endpoint())
			.defaultHeader("X-TC-Region", "ap-guangzhou")
			.filter(new AttemptCounter())
			.build();
	}

	/**
	 * Makes a call and waits for its end.
	 * @param call the call
	 * @return what became of it; never an error
	 */
	Mono<CallReport> report(Call<?> call) {
		return Mono.defer(() -> {
			long start = System.nanoTime();
			AtomicInteger attempts = new AtomicInteger();
			return send(call, attempts).map((answer) -> report(call, "OK", "none", attempts, start))
				.onErrorResume((error) -> Mono.just(TencentCloudFailure.of(error)
					.map((failure) -> report(call, failure.code(), failure.policy(), attempts, start))
					.orElseGet(() -> report(call, error.getClass().getSimpleName(), "none", attempts, start))));
		});
	}

	private <T> Mono<T> send(Call<T> call, AtomicInteger attempts) {
		boolean get = call.method().equals(HttpMethod.GET);
		WebClient.RequestBodySpec request = this.webClient.method(call.method())
			.uri(get ? "/?" + call.parameters() : "/")
			.header("X-TC-Action", call.action())
			.header("X-TC-Version", call.version())
			.attributes(TencentCloudAttributes.product(call.product()))
			.attribute(AttemptCounter.ATTRIBUTE, attempts);
		if (!get) {
			request.contentType(MediaType.APPLICATION_JSON).bodyValue(call.parameters());
		}
		return request.retrieve().bodyToMono(call.type());
	}

	private static CallReport report(Call<?> call, String code, String policy, AtomicInteger attempts, long start) {
		return new CallReport(call.product(), call.action(), code, policy, attempts.get(),
				Duration.ofNanos(System.nanoTime() - start));
	}

}
