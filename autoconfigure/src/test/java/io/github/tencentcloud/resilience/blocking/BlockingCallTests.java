package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.TestCalls;
import io.github.tencentcloud.resilience.telemetry.FaultLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link BlockingCall}: what its sender may do to it.
 */
class BlockingCallTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final byte[] SUCCESS = "{\"Response\":{\"RequestId\":\"r-1\"}}".getBytes(StandardCharsets.UTF_8);

	@RegisterExtension
	private final LogLines faults = new LogLines(FaultLog.LOGGER);

	private final VirtualTime time = new VirtualTime();

	private final TestCalls calls = new TestCalls(this.time);

	@AfterEach
	void nothingIsOwed() {
		assertThat(this.calls.places()).isOne();
		this.time.advance(LIMIT.multipliedBy(2));
		assertThat(Thread.interrupted()).as("an interrupt that nobody takes back").isFalse();
	}

	/** An {@code Error} goes on as it is, and nobody watches its thread any more. */
	@Test
	void errorsOfTheSender() {
		AssertionError error = new AssertionError("on purpose");
		assertThatThrownBy(() -> run(1, () -> {
			throw error;
		})).isSameAs(error);
	}

	@Test
	void errorsOfTheBody() {
		AssertionError error = new AssertionError("on purpose");
		FakeReceived received = FakeReceived.of(SUCCESS).cut((at) -> {
			throw error;
		});
		assertThatThrownBy(() -> run(1, () -> received)).isSameAs(error);
		assertThat(received.closed).hasValue(1);
	}

	@Test
	void linkageErrorsAreThoseOfTheRequest() {
		NoClassDefFoundError error = new NoClassDefFoundError("SomeFilter");
		assertThatThrownBy(() -> run(1, () -> {
			throw error;
		})).isSameAs(error);
	}

	@Test
	void whatCannotBeTimedIsNotSent() {
		TestCalls broken = new TestCalls(new Time() {

			@Override
			public long nanos() {
				return BlockingCallTests.this.time.nanos();
			}

			@Override
			public Instant instant() {
				return BlockingCallTests.this.time.instant();
			}

			@Override
			public Alarm alarm(long delayNanos, Runnable task) {
				throw new RejectedExecutionException("closed");
			}
		});
		List<Attempt> sent = new ArrayList<>();
		Throwable thrown = catchThrowable(
				() -> new BlockingCall(broken.begin(false, 1000, 1, LIMIT), transport((attempt) -> {
					sent.add(attempt);
					return FakeReceived.of(SUCCESS);
				}), broken.timer()).run());
		assertThat(thrown).isInstanceOf(RejectedExecutionException.class);
		assertThat(sent).isEmpty();
		assertThat(broken.places()).isOne();
		assertThat(this.faults.list).hasSize(1);
	}

	@Test
	void interruptWhileItIsSent() {
		Throwable thrown = catchThrowable(() -> run(3, () -> {
			throw new InterruptedIOException("interrupted");
		}));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(code(thrown)).isEqualTo("ClientError.Cancelled");
	}

	@Test
	void interruptWhileItsBodyArrives() {
		FakeReceived received = FakeReceived.of(SUCCESS).upTo(5).failing(new InterruptedIOException("interrupted"));
		Throwable thrown = catchThrowable(() -> run(3, () -> received));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(code(thrown)).isEqualTo("ClientError.Cancelled");
		assertThat(received.closed).hasPositiveValue();
	}

	/** The last real error goes with it. */
	@Test
	void interruptWhileItWaitsToBeRepeated() {
		Throwable thrown = catchThrowable(() -> run(3, () -> {
			Thread.currentThread().interrupt();
			return error("InternalError");
		}));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(code(thrown)).isEqualTo("ClientError.Cancelled");
		assertThat(thrown.getSuppressed()).anySatisfy((last) -> assertThat(code(last)).isEqualTo("InternalError"));
	}

	@Test
	void faultOfTheRequestReachesTheCallerAsItIs() {
		IOException fault = new IOException("The file is gone");
		assertThatThrownBy(() -> run(3, () -> {
			throw new Transport.RequestFault(fault);
		})).isSameAs(fault);
		assertThat(code(fault)).isEqualTo("ClientError.RequestError");
	}

	@Test
	void responseIsLetGoOfBeforeTheNextAttempt() throws IOException {
		for (FakeReceived first : List.of(error("InternalError"), FakeReceived.page(502))) {
			Deque<Sender> senders = new ArrayDeque<>(List.of(() -> first, () -> {
				assertThat(first.closed).hasPositiveValue();
				return FakeReceived.of(SUCCESS);
			}));
			Delivery delivery = run(2, () -> senders.remove().send());
			assertThat(delivery.body().readAllBytes()).isEqualTo(SUCCESS);
			assertThat(senders).isEmpty();
		}
	}

	/** A page is part of the call, like any other body. */
	@Test
	void pageIsHandedOnUnread() throws IOException {
		FakeReceived page = FakeReceived.page(502);
		Delivery delivery = run(1, () -> page);
		assertThat(delivery.failure().code()).isEqualTo("ClientError.HttpStatusCodeError.502");
		assertThat(page.taken()).isZero();
		assertThat(delivery.body().read()).isEqualTo('<');
		this.time.advance(LIMIT.multipliedBy(2));
		assertThat(delivery.body().read()).isEqualTo('h');
		assertThat(page.closed).hasValue(0);
		delivery.body().close();
		assertThat(page.closed).hasPositiveValue();
		Delivery dripping = run(1, () -> FakeReceived.page(502).cut((at) -> {
			this.time.advance(LIMIT.dividedBy(2));
			return 1;
		}));
		assertThat(code(catchThrowable(dripping.body()::readAllBytes))).isEqualTo("ClientError.CallTimeout");
	}

	@Test
	void timeIsUpWhileItIsSent() {
		Throwable thrown = catchThrowable(() -> run(1, () -> {
			this.time.advance(LIMIT);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
			throw new InterruptedIOException("interrupted");
		}));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(code(thrown)).isEqualTo("ClientError.NetworkError.ReadTimeout");
	}

	@Test
	void responseThatComesTooLateIsLetGoOf() {
		FakeReceived received = FakeReceived.of(SUCCESS);
		Throwable thrown = catchThrowable(() -> run(1, () -> {
			this.time.advance(LIMIT);
			return received;
		}));
		assertThat(code(thrown)).isEqualTo("ClientError.NetworkError.ReadTimeout");
		assertThat(received.closed).hasValue(1);
		assertThat(received.taken()).isZero();
	}

	/** Each byte comes in time, and all of them take too long. */
	@Test
	void timeIsUpWhileItsBodyDrips() {
		FakeReceived received = FakeReceived.of(SUCCESS).cut((at) -> {
			this.time.advance(LIMIT.dividedBy(4));
			return 1;
		});
		assertThat(code(catchThrowable(() -> run(1, () -> received))))
			.isEqualTo("ClientError.NetworkError.ReadTimeout");
		assertThat(received.closed).hasPositiveValue();
		assertThat(received.taken()).isEqualTo(4);
	}

	/** Such a client is not watched, and knows nothing of bytes that come in time. */
	@Test
	void timeIsUpWhileABodyDripsOverAClientThatLimitsSilence() {
		FakeReceived received = FakeReceived.of(SUCCESS).cut((at) -> {
			this.time.advance(LIMIT.dividedBy(4));
			return 1;
		});
		assertThat(code(catchThrowable(() -> new BlockingCall(this.calls.begin(false, 1000, 1, LIMIT),
				transport((attempt) -> received, true), this.calls.timer())
			.run()))).isEqualTo("ClientError.NetworkError.ReadTimeout");
		assertThat(received.closed).hasPositiveValue();
	}

	@Test
	void timeIsUpWithThePieceThatReleasesTheBody() {
		byte[] large = ("{\"Response\":{\"Data\":\"" + "x".repeat(5000) + "\"}}").getBytes(StandardCharsets.UTF_8);
		FakeReceived received = FakeReceived.of(large).cut((at) -> {
			this.time.advance(LIMIT);
			return 3000;
		});
		assertThat(code(catchThrowable(() -> run(1, () -> received))))
			.isEqualTo("ClientError.NetworkError.ReadTimeout");
		assertThat(received.closed).hasPositiveValue();
	}

	/** Its body has been closed under it, and the client says so in its own words. */
	@Test
	void timeIsUpAndTheBodyBreaks() {
		IllegalStateException closed = new IllegalStateException("closed");
		FakeReceived received = FakeReceived.of(SUCCESS).cut((at) -> {
			this.time.advance(LIMIT);
			throw closed;
		});
		assertThat(code(catchThrowable(() -> run(1, () -> received))))
			.isEqualTo("ClientError.NetworkError.ReadTimeout");
	}

	@Test
	void silenceWhileTheCallerReads() throws IOException {
		byte[] large = ("{\"Response\":{\"Data\":\"" + "x".repeat(5000) + "\"}}").getBytes(StandardCharsets.UTF_8);
		FakeReceived received = FakeReceived.of(large).cut((at) -> {
			this.time.advance((at < 3000) ? Duration.ZERO : LIMIT);
			return 1500;
		});
		InputStream body = run(1, () -> received).body();
		assertThat(code(catchThrowable(body::readAllBytes))).isEqualTo("ClientError.NetworkError.ReadTimeout");
		assertThat(received.closed).hasPositiveValue();
	}

	/** What the client says when its body is closed is no reset of the server's. */
	@Test
	void silenceThatEndsInAnErrorOfTheClient() throws IOException {
		byte[] large = ("{\"Response\":{\"Data\":\"" + "x".repeat(5000) + "\"}}").getBytes(StandardCharsets.UTF_8);
		FakeReceived received = FakeReceived.of(large).cut((at) -> {
			if (at >= 3000) {
				this.time.advance(LIMIT);
				throw new IllegalStateException("closed");
			}
			return 1500;
		});
		InputStream body = run(1, () -> received).body();
		assertThat(code(catchThrowable(body::readAllBytes))).isEqualTo("ClientError.NetworkError.ReadTimeout");
	}

	@Test
	void brokenConnectionIsTold() {
		SocketException error = new SocketException("Connection reset");
		Throwable thrown = catchThrowable(() -> run(1, () -> {
			throw error;
		}));
		assertThat(thrown).isSameAs(error);
		assertThat(code(thrown)).isEqualTo("ClientError.NetworkError.Reset");
	}

	private static String code(Throwable thrown) {
		return TencentCloudFailure.of(thrown).orElseThrow(() -> new AssertionError(thrown)).code();
	}

	private static FakeReceived error(String code) {
		return FakeReceived
			.of(("{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r\"}}")
				.getBytes(StandardCharsets.UTF_8));
	}

	private Delivery run(int attempts, Sender sender) throws IOException {
		return new BlockingCall(this.calls.begin(false, 1000, attempts, LIMIT), transport((attempt) -> sender.send()),
				this.calls.timer())
			.run();
	}

	private static Transport transport(AttemptSender sender) {
		return transport(sender, false);
	}

	private static Transport transport(AttemptSender sender, boolean limitsSilence) {
		return new Transport() {

			@Override
			public Received send(Attempt attempt, Consumer<Runnable> canceller) throws IOException {
				return sender.send(attempt);
			}

			@Override
			public boolean limitsSilence() {
				return limitsSilence;
			}
		};
	}

	private interface Sender {

		Received send() throws IOException;

	}

	private interface AttemptSender {

		Received send(Attempt attempt) throws IOException;

	}

}
