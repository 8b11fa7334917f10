package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IdleTimeout}: the thread that tells a reader of a silence.
 */
class IdleTimeoutTests {

	private static final long LIMIT = 5;

	/** Reactor interrupts the thread of a task that is disposed of. */
	@Test
	void bodyThatEndsJustThenDoesNotInterruptIt() throws Exception {
		TestPublisher<String> body = TestPublisher.createNoncompliant(TestPublisher.Violation.DEFER_CANCELLATION);
		Reader reader = new Reader();
		IdleTimeout
			.apply(body.flux(), new ReactorTime(), Duration.ofMillis(8), () -> new IllegalStateException("silent"),
					Long.MAX_VALUE, AssertionError::new)
			.subscribe(reader);
		assertThat(reader.told.await(LIMIT, TimeUnit.SECONDS)).isTrue();
		body.complete();
		reader.ended.countDown();
		assertThat(reader.error.get(LIMIT, TimeUnit.SECONDS)).hasMessage("silent");
	}

	private static final class Reader implements CoreSubscriber<String> {

		private final CountDownLatch told = new CountDownLatch(1);

		private final CountDownLatch ended = new CountDownLatch(1);

		/** What it was told, or what kept it from thinking about that. */
		private final CompletableFuture<Throwable> error = new CompletableFuture<>();

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(1);
		}

		@Override
		public void onNext(String next) {
			// There is none.
		}

		@Override
		public void onError(Throwable error) {
			this.told.countDown();
			try {
				this.ended.await(LIMIT, TimeUnit.SECONDS);
				this.error.complete(error);
			}
			catch (InterruptedException ex) {
				this.error.complete(ex);
			}
		}

		@Override
		public void onComplete() {
			// There is an error.
		}

	}

}
