package io.github.tencentcloud.resilience.blocking;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Gzip;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.engine.TestCalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link WatchedCall}.
 */
class WatchedCallTests {

	private static final byte[] ERROR = ("{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"Data\":\""
			+ "x".repeat(5000) + "\",\"RequestId\":\"r-1\"}}")
		.getBytes(StandardCharsets.UTF_8);

	private static final byte[] SUCCESS = ("{\"Response\":{\"Data\":\"" + "x".repeat(5000)
			+ "\",\"RequestId\":\"r-1\"}}")
		.getBytes(StandardCharsets.UTF_8);

	private final TestCalls calls = new TestCalls(new VirtualTime());

	private final List<String> ended = new ArrayList<>();

	private final Random random = new Random(14);

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void handsOnEachByteAsItComes() throws IOException {
		for (byte[] body : List.of(ERROR, SUCCESS, Gzip.gzip("packed"), "<html>".getBytes(), new byte[0])) {
			for (int round = 0; round < 20; round++) {
				this.ended.clear();
				FakeReceived received = FakeReceived.of(body).cut((at) -> 1 + this.random.nextInt(900));
				Delivery delivery = watch(() -> received);
				assertThat(delivery.changed()).isFalse();
				assertThat(delivery.failure()).isNull();
				InputStream stream = delivery.body();
				assertThat(readAsItCares(stream)).isEqualTo(body);
				stream.close();
				assertThat(this.ended).hasSize(1);
				assertThat(received.closed).hasValue(1);
			}
		}
	}

	/** By byte, by array, by none. */
	private byte[] readAsItCares(InputStream stream) throws IOException {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		byte[] bytes = new byte[700];
		while (true) {
			assertThat(stream.read(bytes, 0, 0)).isZero();
			if (this.random.nextBoolean()) {
				int one = stream.read();
				if (one < 0) {
					return read.toByteArray();
				}
				read.write(one);
			}
			else {
				int from = this.random.nextInt(bytes.length);
				int count = stream.read(bytes, from, bytes.length - from);
				if (count < 0) {
					return read.toByteArray();
				}
				read.write(bytes, from, count);
			}
		}
	}

	@Test
	void bytesAreThoseThatCame() throws IOException {
		byte[] bytes = new byte[256];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) i;
		}
		InputStream body = watch(() -> FakeReceived.of(bytes)).body();
		for (int i = 0; i < bytes.length; i++) {
			assertThat(body.read()).isEqualTo(i);
		}
	}

	@Test
	void tellsWhatItMeans() throws IOException {
		readAll(FakeReceived.of(SUCCESS));
		readAll(FakeReceived.of(ERROR));
		readAll(FakeReceived.of("{".getBytes()));
		assertThat(this.ended).containsExactly("OK", "InternalError", "ClientError.ParseJsonError");
	}

	private void readAll(FakeReceived received) throws IOException {
		try (InputStream body = watch(() -> received).body()) {
			body.readAllBytes();
		}
	}

	/** A JSON parser may skip what it does not want to know. */
	@Test
	void whatIsSkippedIsLookedAt() throws IOException {
		InputStream body = watch(() -> FakeReceived.of(ERROR)).body();
		long skipped = 0;
		for (long n = body.skip(700); n > 0; n = body.skip(100_000)) {
			skipped += n;
		}
		assertThat(skipped).isEqualTo(ERROR.length);
		assertThat(body.skip(0)).isZero();
		assertThat(body.skip(-1)).isZero();
		assertThat(this.ended).containsExactly("InternalError");
	}

	/** What was read twice would be judged twice. */
	@Test
	void cannotBeReadTwice() throws IOException {
		assertThat(watch(() -> FakeReceived.of(SUCCESS)).body().markSupported()).isFalse();
	}

	@Test
	void closedBeforeItsEndTheCallerHasLeft() throws IOException {
		InputStream body = watch(() -> FakeReceived.of(SUCCESS)).body();
		body.read();
		body.close();
		body.close();
		assertThat(this.ended).containsExactly("ClientError.Cancelled");
	}

	/** Who knows the length does not ask for the end. */
	@Test
	void closedAfterItsLastByteItIsWhole() throws IOException {
		InputStream body = watch(() -> FakeReceived.of(SUCCESS).withLength(SUCCESS.length)).body();
		body.readNBytes(SUCCESS.length);
		body.close();
		assertThat(this.ended).containsExactly("OK");
	}

	@Test
	void closedAfterItsLastByteItIsJudgedAsItIs() throws IOException {
		InputStream body = watch(() -> FakeReceived.of("{".getBytes()).withLength(1)).body();
		body.readNBytes(1);
		body.close();
		assertThat(this.ended).containsExactly("ClientError.ParseJsonError");
	}

	@Test
	void whatIsCertainIsToldAtOnce() throws IOException {
		assertThat(watch(() -> FakeReceived.page(404)).body().read()).isEqualTo('<');
		InputStream stream = watch(() -> FakeReceived.of(
				"data: {\"ErrorMsg\":{\"Msg\":\"busy\",\"Code\":4001}}\n\ndata: {}\n\n".getBytes(), "content-type",
				"text/event-stream"))
			.body();
		assertThat(stream.read(new byte[52])).isEqualTo(52);
		assertThat(this.ended).hasSize(2).first().isEqualTo("ClientError.HttpStatusCodeError.404");
		stream.close();
		assertThat(this.ended).hasSize(2).doesNotContain("ClientError.Cancelled");
	}

	@Test
	void errorsAreHandedOn() {
		ConnectException error = new ConnectException("refused");
		assertThatThrownBy(() -> watch(() -> {
			throw error;
		})).isSameAs(error);
		IllegalStateException unchecked = new IllegalStateException("of an interceptor");
		assertThatThrownBy(() -> watch(() -> {
			throw unchecked;
		})).isSameAs(unchecked);
		AssertionError fatal = new AssertionError("fatal");
		assertThatThrownBy(() -> watch(() -> {
			throw fatal;
		})).isSameAs(fatal);
		assertThatThrownBy(() -> watch(() -> {
			throw new InterruptedIOException();
		})).isInstanceOf(InterruptedIOException.class);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.ended).containsExactly("ClientError.NetworkError.ConnectRefused", "ClientError.RequestError",
				"ClientError.Cancelled", "ClientError.Cancelled");
	}

	@Test
	void errorsOfABodyAreHandedOn() throws IOException {
		for (Exception error : List.of(new IOException("reset"),
				new IllegalStateException(new IOException("Reactor's")), new InterruptedIOException("interrupted"))) {
			InputStream body = watch(() -> FakeReceived.of(SUCCESS).upTo(100).failing(error)).body();
			assertThatThrownBy(body::readAllBytes).isSameAs(error);
			body.close();
			Thread.interrupted();
		}
		assertThat(this.ended).containsExactly("ClientError.NetworkError.Reset", "ClientError.RequestError",
				"ClientError.Cancelled");
	}

	private Delivery watch(Callable<FakeReceived> sending) throws IOException {
		return new WatchedCall(this.calls.observe(this.ended::add)).run(URI.create("https://cvm.tencentcloudapi.com"),
				sending);
	}

}
