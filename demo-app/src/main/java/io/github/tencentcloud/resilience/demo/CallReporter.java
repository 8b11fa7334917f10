package io.github.tencentcloud.resilience.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * Makes calls and tells what became of them. There is no retry, no breaker and no check
 * of an envelope here: the starter has put its filter into the clients.
 */
@Component
class CallReporter {

	/**
	 * Makes a call and waits for its end.
	 * @param call the call
	 * @return what became of it; never an error
	 */
	Mono<CallReport> report(Call call) {
		return Mono.defer(() -> {
			long start = System.nanoTime();
			AtomicInteger attempts = new AtomicInteger();
			return call.answer()
				.map((answer) -> report(call, "OK", "none", attempts, start))
				.onErrorResume((error) -> Mono.just(TencentCloudFailure.of(error)
					.map((failure) -> report(call, failure.code(), failure.policy(), attempts, start))
					.orElseGet(() -> report(call, error.getClass().getSimpleName(), "none", attempts, start))))
				.contextWrite((context) -> context.put(AttemptCounter.KEY, attempts));
		});
	}

	private static CallReport report(Call call, String code, String policy, AtomicInteger attempts, long start) {
		return new CallReport(call.product(), call.action(), code, policy, attempts.get(),
				Duration.ofNanos(System.nanoTime() - start));
	}

}
