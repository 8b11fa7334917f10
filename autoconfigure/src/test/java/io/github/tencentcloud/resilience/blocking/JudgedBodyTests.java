package io.github.tencentcloud.resilience.blocking;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.Gzip;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.TestCalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link JudgedBody}, as {@link BlockingCall} delivers it.
 */
class JudgedBodyTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final int HOLD_BACK = 1000;

	private final VirtualTime time = new VirtualTime();

	private final TestCalls calls = new TestCalls(this.time);

	/** Whatever came of a body, its call has given back what it had. */
	@AfterEach
	void nothingIsOwed() {
		assertThat(this.calls.places()).isOne();
		assertThat(Thread.interrupted()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 998, 5000, 70_000 })
	void readsToTheEnd(int size) throws IOException {
		byte[] bytes = success(size);
		for (FakeReceived received : new FakeReceived[] { FakeReceived.of(bytes),
				FakeReceived.of(bytes).withLength(bytes.length), FakeReceived.of(bytes).cut((at) -> 7) }) {
			try (InputStream body = deliver(received, false).body()) {
				assertThat(body.readAllBytes()).isEqualTo(bytes);
				assertThat(body.read()).isEqualTo(-1);
				assertThat(body.read(new byte[0])).isZero();
			}
			assertThat(received.closed).hasPositiveValue();
		}
	}

	@Test
	void readsByteByByte() throws IOException {
		byte[] bytes = success(3000);
		bytes[2000] = (byte) 'z';
		InputStream body = deliver(FakeReceived.of(bytes), false).body();
		for (byte b : bytes) {
			assertThat(body.read()).isEqualTo(b & 0xFF);
		}
		assertThat(this.calls.places()).isZero();
		assertThat(body.read()).isEqualTo(-1);
	}

	/** Who knows the length never asks whether there is more. */
	@Test
	void endsWithItsLastByteIfItsLengthIsKnown() throws IOException {
		byte[] bytes = success(3000);
		InputStream body = deliver(FakeReceived.of(bytes).withLength(bytes.length), false).body();
		body.readNBytes(bytes.length - 1);
		assertThat(this.calls.places()).isZero();
		assertThat(body.read()).isEqualTo('}');
		assertThat(this.calls.places()).isOne();
	}

	@Test
	void clientThatWaitsForTheEndToBeClosedIsNotWaitedForForEver() throws IOException {
		byte[] bytes = success(3000);
		FakeReceived received = FakeReceived.of(bytes).withLength(bytes.length);
		received.whenClosed(() -> {
			this.time.advance(LIMIT);
			Awaitility.await().atMost(LIMIT).until(() -> received.aborted.getCount() == 0);
		});
		assertThat(deliver(received, false).body().readAllBytes()).isEqualTo(bytes);
		assertThat(received.closed).hasValue(1);
	}

	@Test
	void nothingIsReadBeforeSomebodyAsks() throws IOException {
		FakeReceived received = FakeReceived.of(success(200_000)).cut((at) -> 100);
		InputStream body = deliver(received, false).body();
		assertThat(received.taken()).isBetween(HOLD_BACK, HOLD_BACK + 100);
		assertThat(body.available()).isEqualTo(received.taken());
		body.close();
	}

	@Test
	void closedInTheMiddleItIsOverAndUnreadable() throws IOException {
		FakeReceived received = FakeReceived.of(success(5000));
		InputStream body = deliver(received, false).body();
		body.readNBytes(100);
		body.close();
		body.close();
		assertThat(received.closed).hasValue(1);
		assertThat(this.calls.places()).isOne();
		assertThat(body.available()).isZero();
		assertThatExceptionOfType(IOException.class).isThrownBy(body::read).withMessage("The body has been closed");
	}

	@Test
	void closedAfterASmallAnswerItIsUnreadableToo() throws IOException {
		FakeReceived received = FakeReceived.of(success(10));
		InputStream body = deliver(received, false).body();
		assertThat(received.closed).hasValue(1);
		assertThat(this.calls.places()).isOne();
		body.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(body::read);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void lateErrorComesAfterAllButTheLastByte(boolean known) throws IOException {
		byte[] bytes = lateError(3000);
		FakeReceived received = known ? FakeReceived.of(bytes).withLength(bytes.length) : FakeReceived.of(bytes);
		InputStream body = deliver(received, false).body();
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> body.transferTo(read));
		assertThat(read.size()).isEqualTo(known ? bytes.length - 1 : bytes.length);
		assertThat(new String(bytes)).startsWith(read.toString());
		assertThat(received.closed).hasPositiveValue();
		if (known) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(body::read);
		}
	}

	/** There is no byte that could be kept. */
	@Test
	void lateErrorAtTheEndOfAReaderOfBytes() throws IOException {
		byte[] bytes = lateError(3000);
		InputStream body = deliver(FakeReceived.of(bytes).withLength(bytes.length), false).body();
		body.readNBytes(bytes.length - 1);
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(body::read);
	}

	/** What follows the error of a stream does not matter, and may never come. */
	@Test
	void errorEndsAStream() throws IOException {
		String text = "data: {\"Choices\":[]}\n\ndata: {\"ErrorMsg\":{\"Msg\":\"busy\",\"Code\":4001}}\n\n";
		int first = text.indexOf("\n\n") + 2;
		FakeReceived received = FakeReceived.of(text.getBytes(), "content-type", "text/event-stream")
			.cut((at) -> (at < first) ? first - at : Integer.MAX_VALUE)
			.failing(new IllegalStateException("Somebody reads on"));
		InputStream body = deliver(received, false).body();
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> body.transferTo(read));
		assertThat(read.toString()).isEqualTo(text.substring(0, text.length() - 1));
	}

	@Test
	void unwrapsWhateverTheCuts() throws IOException {
		for (int size : new int[] { 10, 1500 }) {
			byte[] bytes = success(size);
			String content = content(bytes);
			for (int cut = 1; cut < bytes.length; cut += (cut < 60 || cut > bytes.length - 60) ? 1 : 97) {
				int position = cut;
				FakeReceived received = FakeReceived.of(bytes)
					.cut((at) -> (at < position) ? position - at : Integer.MAX_VALUE);
				Delivery delivery = deliver(received, true);
				assertThat(delivery.changed()).isTrue();
				assertThat(new String(delivery.body().readAllBytes())).as("cut at %s", cut).isEqualTo(content);
			}
			assertThat(new String(deliver(FakeReceived.of(bytes).cut((at) -> 1), true).body().readAllBytes()))
				.isEqualTo(content);
		}
	}

	/** The content may begin after the caller has the response. */
	@Test
	void unwrapsWhatIsReleasedBeforeItsContent() throws IOException {
		byte[] bytes = success(100);
		for (int holdBack = 1; holdBack < 20; holdBack++) {
			InputStream body = deliver(FakeReceived.of(bytes), true, holdBack).body();
			assertThat(new String(body.readAllBytes())).as("held back: %s", holdBack).isEqualTo(content(bytes));
		}
	}

	@Test
	void unwrapsIntoSmallArraysAndWithALength() throws IOException {
		byte[] bytes = success(4000);
		Random random = new Random(14);
		InputStream body = deliver(FakeReceived.of(bytes).withLength(bytes.length).cut((at) -> 1 + random.nextInt(300)),
				true)
			.body();
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		byte[] into = new byte[40];
		for (int count = body.read(into, 3, 30); count >= 0; count = body.read(into, 3, 30)) {
			assertThat(count).isPositive();
			read.write(into, 3, count);
		}
		assertThat(read.toString()).isEqualTo(content(bytes));
	}

	@Test
	void unpacksWhatIsUnwrappedAndNothingElse() throws IOException {
		for (int size : new int[] { 10, 50_000 }) {
			byte[] packed = Gzip.gzip(success(size));
			Delivery unwrapped = deliver(FakeReceived.of(packed, "content-encoding", "gzip").withLength(packed.length),
					true);
			assertThat(unwrapped.changed()).isTrue();
			assertThat(new String(unwrapped.body().readAllBytes())).isEqualTo(content(success(size)));
			Delivery asItIs = deliver(FakeReceived.of(packed, "content-encoding", "gzip"), false);
			assertThat(asItIs.changed()).isFalse();
			assertThat(asItIs.body().readAllBytes()).isEqualTo(packed);
		}
	}

	@Test
	void bodyThatIsShorterThanItSaysIsBroken() throws IOException {
		byte[] bytes = success(3000);
		InputStream body = deliver(FakeReceived.of(bytes).upTo(2000).withLength(bytes.length), false).body();
		assertThatExceptionOfType(EOFException.class).isThrownBy(body::readAllBytes)
			.withMessage("The body ended after 2000 of " + bytes.length + " bytes")
			.satisfies(code("ClientError.NetworkError.Reset"));
		assertThatThrownBy(() -> deliver(FakeReceived.of(bytes).upTo(500).withLength(bytes.length), false))
			.satisfies(code("ClientError.NetworkError.Reset"));
	}

	/** Reactor's errors are unchecked. */
	@Test
	void uncheckedErrorsOfTheClientAreThoseOfTheBody() throws IOException {
		InputStream body = deliver(
				FakeReceived.of(success(3000)).upTo(2000).failing(new IllegalStateException(new IOException("reset"))),
				false)
			.body();
		assertThatExceptionOfType(IOException.class).isThrownBy(body::readAllBytes)
			.satisfies(code("ClientError.NetworkError.Reset"));
	}

	@Test
	void interruptOfAReaderIsKept() throws IOException {
		InputStream body = deliver(
				FakeReceived.of(success(3000)).upTo(2000).failing(new InterruptedIOException("interrupted")), false)
			.body();
		Throwable thrown = catchThrowable(body::readAllBytes);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(TencentCloudFailure.of(thrown).orElseThrow().code()).isEqualTo("ClientError.Cancelled");
	}

	/** It would keep its connection, and its place, for ever. */
	@Test
	void bodyThatNobodyReadsIsGivenUp() throws Exception {
		FakeReceived received = FakeReceived.of(success(5000));
		InputStream body = deliver(received, false).body();
		this.time.advance(LIMIT.minusMillis(1));
		assertThat(this.calls.places()).isZero();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.calls.places()).isOne();
		assertThat(received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(body.available()).isZero();
		assertThatThrownBy(body::read).satisfies(code("ClientError.CallTimeout"));
		assertThatThrownBy(body::read).satisfies(code("ClientError.CallTimeout"));
		body.close();
	}

	@Test
	void bodyThatHasBeenBegunIsNotGivenUpBeforeItsCallIs() throws IOException {
		InputStream body = deliver(FakeReceived.of(success(5000)), false).body();
		assertThat(body.read()).isEqualTo('{');
		this.time.advance(LIMIT.multipliedBy(2));
		assertThat(this.calls.places()).isZero();
		assertThat(body.readAllBytes()).hasSize(success(5000).length - 1);
		assertThat(this.time.alarms()).as("alarms, with that of the timer").isOne();
		this.time.advance(Duration.ofMinutes(2));
		assertThat(body.read()).isEqualTo(-1);
	}

	/** It would keep its connection, and its place, for ever. */
	@Test
	void bodyThatIsLeftInTheMiddleEndsWithItsCall() throws Exception {
		FakeReceived received = FakeReceived.of(success(5000));
		InputStream body = deliver(received, false).body();
		body.readNBytes(100);
		this.time.advance(Duration.ofMinutes(1).minusMillis(1));
		assertThat(this.calls.places()).isZero();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.calls.places()).isOne();
		assertThat(received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(body.available()).isZero();
		assertThatThrownBy(body::read).satisfies(code("ClientError.CallTimeout"));
		assertThatThrownBy(body::read).satisfies(code("ClientError.CallTimeout"));
		body.close();
	}

	/** Who waits for more just then is woken, and told by what it reads. */
	@Test
	void bodyThatIsBeingReadWhenItsCallEnds() throws Exception {
		FakeReceived received = FakeReceived.of(success(5000)).cut((at) -> {
			if (at >= HOLD_BACK) {
				this.time.advance(LIMIT.minusSeconds(1));
			}
			return 500;
		});
		InputStream body = deliver(received, false).body();
		assertThatThrownBy(body::readAllBytes).satisfies(code("ClientError.CallTimeout"));
		assertThat(received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(received.closed).hasValue(1);
	}

	/** A stream has no end that could be waited for. */
	@Test
	void streamThatNobodyHasAnyMoreEnds() throws Exception {
		FakeReceived received = FakeReceived
			.of("data: {\"Choices\":[]}\n\n".repeat(3).getBytes(), "content-type", "text/event-stream")
			.cut((at) -> 11);
		assertThat(deliver(received, false).body().read()).isEqualTo('d');
		this.time.advance(LIMIT);
		assertThat(this.calls.places()).isZero();
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(this.calls.places()).isOne();
		});
		assertThat(received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	/** A large body is part of its call. */
	@Test
	void bodyEndsWithItsCall() throws IOException {
		InputStream body = deliver(FakeReceived.of(success(5000)).cut((at) -> 100), false).body();
		body.readNBytes(2000);
		this.time.advance(Duration.ofMinutes(1));
		assertThatThrownBy(body::readAllBytes).satisfies(code("ClientError.CallTimeout"));
	}

	/** A stream may outlive it. */
	@Test
	void streamDoesNotEndWithItsCall() throws IOException {
		String text = "data: {\"Choices\":[]}\n\n".repeat(3) + "data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\n";
		InputStream body = deliver(
				FakeReceived.of(text.getBytes(), "content-type", "text/event-stream").cut((at) -> 11), false)
			.body();
		assertThat(body.read()).isEqualTo('d');
		this.time.advance(Duration.ofMinutes(5));
		assertThat(new String(body.readAllBytes())).isEqualTo(text.substring(1));
	}

	/** Each line tells that the server is alive, and starts the wait anew. */
	@Test
	void streamThatIsKeptAliveMayTakeItsTime() throws IOException {
		String text = ": ping\n\n".repeat(4) + "data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\n";
		FakeReceived received = FakeReceived.of(text.getBytes(), "content-type", "text/event-stream").cut((at) -> {
			this.time.advance(LIMIT.dividedBy(2));
			return (at < 32) ? 8 : Integer.MAX_VALUE;
		});
		assertThat(new String(deliver(received, false).body().readAllBytes())).isEqualTo(text);
	}

	/** An envelope of the older form has no content of its own. */
	@Test
	void unpacksWhatCannotBeUnwrapped() throws IOException {
		byte[] packed = Gzip.gzip("{\"code\":0,\"message\":\"\"}");
		Delivery delivery = deliver(FakeReceived.of(packed, "content-encoding", "gzip"), true);
		assertThat(delivery.changed()).isTrue();
		assertThat(new String(delivery.body().readAllBytes())).isEqualTo("{\"code\":0,\"message\":\"\"}");
	}

	/** Nobody judges it, but it is read as carefully. */
	@Test
	void pageThatIsShorterThanItSaysIsBroken() throws IOException {
		assertThat(deliver(FakeReceived.page(502).withLength(106), false).body().readAllBytes()).hasSize(106);
		InputStream body = deliver(FakeReceived.page(502).withLength(200), false).body();
		assertThatExceptionOfType(EOFException.class).isThrownBy(body::readAllBytes)
			.withMessage("The body ended after 106 of 200 bytes");
	}

	/** Its reader has had the last event, and does not wait for the end. */
	@Test
	void streamThatIsClosedAfterItsLastEventIsOver() throws IOException {
		String text = "data: {\"Choices\":[]}\n\ndata: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\n";
		InputStream body = deliver(FakeReceived.of(text.getBytes(), "content-type", "text/event-stream").cut((at) -> 5),
				false)
			.body();
		assertThat(new String(body.readNBytes(text.length()))).isEqualTo(text);
		assertThat(this.calls.places()).isZero();
		body.close();
	}

	/** An error that outgrows what may wait is read on without being kept. */
	@Test
	void longErrorIsReadInLargePieces() {
		String error = "{\"Response\":{\"Error\":{\"Code\":\"InvalidParameter\",\"Message\":\"m\"},\"Data\":\""
				+ "x".repeat(200_000) + "\",\"RequestId\":\"r\"}}";
		int[] reads = { 0 };
		FakeReceived received = FakeReceived.of(error.getBytes()).cut((at) -> {
			reads[0]++;
			return Integer.MAX_VALUE;
		});
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> deliver(received, false));
		assertThat(reads[0]).isLessThan(100);
	}

	private static Consumer<Throwable> code(String code) {
		return (thrown) -> assertThat(TencentCloudFailure.of(thrown).orElseThrow().code()).isEqualTo(code);
	}

	private Delivery deliver(Received received, boolean unwrap) throws IOException {
		return deliver(received, unwrap, HOLD_BACK);
	}

	private Delivery deliver(Received received, boolean unwrap, int holdBack) throws IOException {
		return new BlockingCall(this.calls.begin(unwrap, holdBack, 1, LIMIT), new Transport() {

			@Override
			public Received send(Attempt attempt, Consumer<Runnable> canceller) {
				return received;
			}

			@Override
			public boolean limitsSilence() {
				return false;
			}

		}, this.calls.timer()).run();
	}

	private static byte[] success(int size) {
		return ("{\"Response\":{\"Data\":\"" + "x".repeat(size) + "\",\"RequestId\":\"r-1\"}}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] lateError(int size) {
		return ("{\"Response\":{\"Data\":\"" + "x".repeat(size)
				+ "\",\"Error\":{\"Code\":\"InvalidParameter\",\"Message\":\"late\"},\"RequestId\":\"r-1\"}}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private static String content(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		return text.substring("{\"Response\":".length(), text.length() - 1);
	}

}
