package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.VirtualThreads;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for how an exchange of each request factory can be ended early, and by what. The
 * table in {@code docs/connectors.md} shows the results.
 */
class RequestFactoryEndingsTests {

	private static final Duration SHORT = Duration.ofMillis(600);

	/** More than fits into all the buffers along the way. */
	private static final int PIECES = 500;

	/** Those whose caller can be interrupted while it waits for the response. */
	private static final Set<RequestFactory> INTERRUPTIBLE = EnumSet.of(RequestFactory.JDK, RequestFactory.JETTY,
			RequestFactory.REACTOR);

	@ParameterizedTest
	@EnumSource
	void interruptOfAWaitingCaller(RequestFactory factory) throws Exception {
		boolean interruptible = INTERRUPTIBLE.contains(factory);
		Interrupted interrupted = interrupt(factory, interruptible ? HttpClientSettings.defaults() : limit());
		assertThat(interrupted.error()).isInstanceOf(IOException.class);
		if (interruptible) {
			assertThat(interrupted.error().toString()).containsIgnoringCase("interrupt");
		}
		else {
			// Only the read timeout ended it.
			assertThat(interrupted.error()).isInstanceOf(SocketTimeoutException.class);
			assertThat(interrupted.flag()).isTrue();
		}
	}

	/** Over each factory, with no time limit that could end it instead. */
	@ParameterizedTest
	@EnumSource
	@EnabledForJreRange(min = JRE.JAVA_21)
	void interruptOfAWaitingCallerOnAVirtualThread(RequestFactory factory) {
		VirtualThreads.run(() -> {
			Interrupted interrupted = interrupt(factory, HttpClientSettings.defaults());
			assertThat(interrupted.error()).isInstanceOf(IOException.class);
			assertThat(interrupted.error().toString()).containsIgnoringCase("interrupt");
		});
	}

	/** The caller is interrupted as soon as its request has arrived. */
	private static Interrupted interrupt(RequestFactory factory, HttpClientSettings settings) throws Exception {
		Thread caller = Thread.currentThread();
		try (RawServer server = new RawServer((exchange) -> {
			caller.interrupt();
			exchange.fallSilent();
		})) {
			ClientHttpRequestFactory requests = factory.create(settings);
			Throwable error = catchThrowable(() -> request(requests, server).execute().getStatusCode());
			boolean flag = Thread.interrupted();
			RequestFactory.close(requests);
			return new Interrupted(error, flag);
		}
	}

	/** Another thread must close the stream, since closing the response blocks. */
	@ParameterizedTest
	@EnumSource(names = { "JDK", "JETTY", "REACTOR" })
	void streamIsClosedWhileAnotherThreadReadsIt(RequestFactory factory) throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.write("{");
			exchange.fallSilent();
		})) {
			ClientHttpRequestFactory requests = factory.create();
			InputStream body = request(requests, server).execute().getBody();
			assertThat(body.read()).isEqualTo('{');
			CountDownLatch reading = new CountDownLatch(1);
			CompletableFuture<Object> end = new CompletableFuture<>();
			Thread reader = new Thread(() -> {
				reading.countDown();
				try {
					end.complete(body.read());
				}
				catch (IOException ex) {
					end.complete(ex);
				}
			});
			reader.start();
			reading.await();
			body.close();
			switch (factory) {
				case JDK -> assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(IOException.class,
						(ex) -> assertThat(ex).hasMessage("closed"));
				case JETTY -> assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(AsynchronousCloseException.class);
				// The same as at the end of the body.
				default -> assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
			}
			RequestFactory.close(requests);
		}
	}

	@ParameterizedTest
	@EnumSource
	void closingAResponseReadsTheRestOfIt(RequestFactory factory) throws Exception {
		assertThat(isReadToTheEnd(factory, ClientHttpResponse::close)).isEqualTo(factory != RequestFactory.JETTY);
	}

	@ParameterizedTest
	@EnumSource
	void closingTheStreamBreaksItOff(RequestFactory factory) throws Exception {
		assertThat(isReadToTheEnd(factory, (response) -> response.getBody().close()))
			.isEqualTo(factory == RequestFactory.HTTP_COMPONENTS);
	}

	private static boolean isReadToTheEnd(RequestFactory factory, End end) throws Exception {
		CompletableFuture<Boolean> written = new CompletableFuture<>();
		try (RawServer server = new RawServer((exchange) -> {
			byte[] piece = new byte[64 * 1024];
			try {
				exchange.head(200, "application/json", (long) PIECES * piece.length);
				for (int i = 0; i < PIECES; i++) {
					exchange.write(piece);
				}
				written.complete(true);
			}
			catch (IOException ex) {
				written.complete(false);
				throw ex;
			}
		})) {
			ClientHttpRequestFactory requests = factory.create();
			ClientHttpResponse response = request(requests, server).execute();
			response.getStatusCode();
			assertThat(response.getBody().read()).isZero();
			end.end(response);
			boolean all = written.get(10, TimeUnit.SECONDS);
			RequestFactory.close(requests);
			return all;
		}
	}

	/** A read timeout limits either the whole exchange or the time between two bytes. */
	@ParameterizedTest
	@EnumSource
	void bodyThatDrips(RequestFactory factory) throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			exchange.head(200, "application/json", 20);
			exchange.drip("x".repeat(20), SHORT.toMillis() / 10);
		})) {
			ClientHttpRequestFactory requests = factory.create(limit());
			ThrowingCallable exchange = () -> assertThat(request(requests, server).execute().getBody().readAllBytes())
				.hasSize(20);
			if (EnumSet.of(RequestFactory.JDK, RequestFactory.JETTY).contains(factory)) {
				assertThatIOException().isThrownBy(exchange);
			}
			else {
				assertThatNoException().isThrownBy(exchange);
			}
			RequestFactory.close(requests);
		}
	}

	/**
	 * It sends the body, and waits for the response only when someone asks for it.
	 */
	@Test
	void httpUrlConnectionWaitsForTheStatus() throws Exception {
		try (RawServer server = new RawServer(RawServer.Exchange::reset)) {
			ClientHttpResponse response = request(RequestFactory.SIMPLE.create(), server).execute();
			assertThatIOException().isThrownBy(response::getStatusCode);
		}
	}

	@Test
	void reactorThrowsUncheckedExceptions() throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.write("{");
			exchange.close();
		})) {
			InputStream body = request(RequestFactory.REACTOR.create(), server).execute().getBody();
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(body::readAllBytes)
				.withCauseInstanceOf(IOException.class);
		}
	}

	private static HttpClientSettings limit() {
		return HttpClientSettings.defaults().withReadTimeout(SHORT);
	}

	private static ClientHttpRequest request(ClientHttpRequestFactory requests, RawServer server) throws IOException {
		ClientHttpRequest request = requests.createRequest(URI.create("http://127.0.0.1:" + server.port() + "/"),
				HttpMethod.POST);
		request.getHeaders().setContentLength(2);
		((StreamingHttpOutputMessage) request).setBody((stream) -> stream.write(new byte[] { '{', '}' }));
		return request;
	}

	@FunctionalInterface
	private interface End {

		void end(ClientHttpResponse response) throws IOException;

	}

	private record Interrupted(Throwable error, boolean flag) {

	}

}
