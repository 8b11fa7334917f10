package recipes;

import java.lang.reflect.Method;
import java.util.function.Predicate;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.resilience.retry.MethodRetryPredicate;
import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudFailure;

@Component
class Settlement {

	private final Runnable calls;

	Settlement(Runnable calls) {
		this.calls = calls;
	}

	@Retryable(predicate = NothingSent.class, maxRetries = 3, delayString = "${settlement.delay:5m}")
	void settle() {
		this.calls.run();
	}

	public static class NothingSent implements MethodRetryPredicate, Predicate<Throwable> {

		@Override
		public boolean shouldRetry(Method method, Throwable error) {
			return test(error);
		}

		@Override
		public boolean test(Throwable error) {
			return TencentCloudFailure.of(error)
				.filter((failure) -> failure.attempts() == 0 && failure.decision() != Decision.FAIL)
				.isPresent();
		}

	}

}
