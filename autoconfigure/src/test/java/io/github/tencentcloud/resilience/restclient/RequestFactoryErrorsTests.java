package io.github.tencentcloud.resilience.restclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.engine.NetworkErrors;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the exceptions that each request factory throws, and the codes that
 * {@link NetworkErrors} gives them.
 */
class RequestFactoryErrorsTests {

	private static final HttpClientSettings SHORT = HttpClientSettings.defaults()
		.withReadTimeout(Duration.ofMillis(200));

	enum Fault {

		RESET(RawServer.Exchange::reset), CLOSE(RawServer.Exchange::close),
		GARBAGE((exchange) -> raw(exchange, "GARBAGE\r\n\r\n")),
		STATUS_WITHOUT_NUMBER((exchange) -> raw(exchange, "HTTP/1.1 abc X\r\n\r\n")),
		HALF_A_HEAD((exchange) -> raw(exchange, "HTTP/1.1 200 OK\r\nContent-")),
		LENGTH_WITHOUT_NUMBER((exchange) -> raw(exchange, "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}")),
		HALF_A_BODY_RESET((exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.write("{\"Response\":{");
			exchange.reset();
		}), HALF_A_BODY((exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.write("{\"Response\":{");
			exchange.close();
		}), HALF_A_CHUNK((exchange) -> chunked(exchange, "ff\r\n{\"Response\":{")),
		WRONG_CHUNK((exchange) -> chunked(exchange, "zz\r\n{}\r\n")),
		NEGATIVE_CHUNK((exchange) -> chunked(exchange, "-5\r\n{}\r\n")),
		HUGE_CHUNK((exchange) -> chunked(exchange, "ffffffffffffffffff\r\n{}\r\n")),
		CHUNK_WITHOUT_END((exchange) -> chunked(exchange, "2\r\n{}xx")),
		NO_LAST_CHUNK((exchange) -> chunked(exchange, "2\r\n{}\r\n"));

		private final RawServer.Script script;

		Fault(RawServer.Script script) {
			this.script = script;
		}

		private static void raw(RawServer.Exchange exchange, String text) throws IOException {
			exchange.write(text);
			exchange.close();
		}

		private static void chunked(RawServer.Exchange exchange, String text) throws IOException {
			exchange.head(200, "application/json", -1, "Transfer-Encoding: chunked");
			raw(exchange, text);
		}

	}

	/** What {@code HttpURLConnection} accepts, or reports as status -1. */
	private static final Set<Fault> TAKEN_BY_SIMPLE = EnumSet.of(Fault.GARBAGE, Fault.STATUS_WITHOUT_NUMBER,
			Fault.HALF_A_HEAD, Fault.LENGTH_WITHOUT_NUMBER, Fault.HALF_A_BODY);

	static Stream<Arguments> faults() {
		return Stream.of(RequestFactory.values())
			.flatMap((factory) -> Stream.of(Fault.values())
				.filter((fault) -> factory != RequestFactory.SIMPLE || !TAKEN_BY_SIMPLE.contains(fault))
				.map((fault) -> Arguments.of(factory, fault)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void brokenConnection(RequestFactory factory, Fault fault) throws Exception {
		assertThat(code(factory.create(), fault.script)).isEqualTo("ClientError.NetworkError.Reset");
	}

	@ParameterizedTest
	@EnumSource
	void silenceBeforeTheHeaders(RequestFactory factory) throws Exception {
		assertThat(code(factory.create(SHORT), RawServer.Exchange::fallSilent))
			.isEqualTo("ClientError.NetworkError.ReadTimeout");
	}

	@ParameterizedTest
	@EnumSource
	void silenceInTheBody(RequestFactory factory) throws Exception {
		assertThat(code(factory.create(SHORT), (exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.write("{\"Response\":{");
			exchange.fallSilent();
		})).isEqualTo("ClientError.NetworkError.ReadTimeout");
	}

	@ParameterizedTest
	@EnumSource
	void refused(RequestFactory factory) throws Exception {
		try (Socket taken = new Socket()) {
			// Reserves the port without listening on it.
			taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			assertThat(code(factory.create(), "http://127.0.0.1:" + taken.getLocalPort()))
				.isEqualTo("ClientError.NetworkError.ConnectRefused");
		}
	}

	@ParameterizedTest
	@EnumSource
	void noConnectionInTime(RequestFactory factory) throws Exception {
		HttpClientSettings settings = HttpClientSettings.defaults().withConnectTimeout(Duration.ofMillis(200));
		try (FullServer server = new FullServer()) {
			assertThat(code(factory.create(settings), "http://127.0.0.1:" + server.port()))
				.isEqualTo("ClientError.NetworkError.ConnectTimeout");
		}
	}

	/** The operating system rejects this address, so no packet is sent. */
	@ParameterizedTest
	@EnumSource
	void unreachable(RequestFactory factory) throws Exception {
		assertThat(code(factory.create(SHORT), "http://255.255.255.255"))
			.isEqualTo("ClientError.NetworkError.Unreachable");
	}

	@ParameterizedTest
	@EnumSource
	void answerWithoutTls(RequestFactory factory) throws Exception {
		try (Raw server = new Raw((socket) -> {
			socket.getInputStream().read(new byte[1000]);
			socket.getOutputStream()
				.write("HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().read();
		})) {
			String url = "https://127.0.0.1:" + server.port();
			String code = code(factory.create(), url);
			// Jetty's thread that writes may learn only that the one that reads has
			// closed: up to one time in eight.
			for (int i = 0; factory == RequestFactory.JETTY && "ClientError.NetworkError.Reset".equals(code)
					&& i < 20; i++) {
				code = code(factory.create(), url);
			}
			assertThat(code).isEqualTo("ClientError.NetworkError.Tls");
		}
	}

	/** Only clients with blocking sockets know what they were doing at the time. */
	@ParameterizedTest
	@EnumSource
	void resetInTheHandshake(RequestFactory factory) throws Exception {
		try (Raw server = new Raw((socket) -> {
			socket.getInputStream().read();
			socket.setSoLinger(true, 0);
		})) {
			assertThat(code(factory.create(), "https://127.0.0.1:" + server.port())).isIn(
					"ClientError.NetworkError.Tls",
					EnumSet.of(RequestFactory.REACTOR, RequestFactory.JETTY).contains(factory)
							? "ClientError.NetworkError.Reset" : "ClientError.NetworkError.Tls");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "HTTP_COMPONENTS" })
	void compressedBodyThatIsCutOff(RequestFactory factory) throws Exception {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(new byte[10_000]);
		}
		byte[] half = Arrays.copyOf(compressed.toByteArray(), compressed.size() / 2);
		Throwable error = error(factory.create(),
				(exchange) -> exchange.send(200, "application/json", half, "Content-Encoding: gzip"));
		assertThat(Causes.of(error)).anyMatch(NetworkErrors::isDamaged);
	}

	/** Spring wraps Reactor Netty's exception in an {@code IOException}. */
	@ParameterizedTest
	@EnumSource(names = { "JDK", "REACTOR", "SIMPLE" })
	void invalidHeaderIsNoNetworkError(RequestFactory factory) throws Exception {
		try (RawServer server = new RawServer((exchange) -> exchange.json("{}"))) {
			ClientHttpRequestFactory requests = factory.create();
			ClientHttpRequest request = request(requests, "http://127.0.0.1:" + server.port());
			request.getHeaders().set("X-Wrong", "a\r\nb: c");
			Throwable error = run(request);
			assertThat(error).isNotNull();
			assertThat(NetworkErrors.code(Causes.of(error), true)).isNull();
			assertThat(server.requests()).isZero();
			RequestFactory.close(requests);
		}
	}

	/** Jetty sometimes clears the interrupt flag. */
	@ParameterizedTest
	@EnumSource(names = { "JDK", "JETTY", "REACTOR" })
	void interruptIsNoNetworkError(RequestFactory factory) throws Exception {
		Thread caller = Thread.currentThread();
		try (RawServer server = new RawServer((exchange) -> {
			caller.interrupt();
			exchange.fallSilent();
		})) {
			ClientHttpRequestFactory requests = factory.create();
			Throwable error = run(request(requests, "http://127.0.0.1:" + server.port()));
			assertThat(Thread.interrupted() || factory == RequestFactory.JETTY).isTrue();
			assertThat(error).isNotNull();
			assertThat(NetworkErrors.code(Causes.of(error), true)).isNull();
			RequestFactory.close(requests);
		}
	}

	/** Only the message tells these apart. */
	@Test
	void timeoutSaysWhatItWaitedFor() {
		assertThat(NetworkErrors.code(List.of(new InterruptedIOException("timeout")), true))
			.isEqualTo("ClientError.NetworkError.ReadTimeout");
		assertThat(NetworkErrors.code(List.of(new InterruptedIOException("interrupted")), true)).isNull();
		assertThat(NetworkErrors.code(List.of(new SocketTimeoutException("connect timed out")), true))
			.isEqualTo("ClientError.NetworkError.ConnectTimeout");
		assertThat(NetworkErrors.code(List.of(new SocketTimeoutException("Read timed out")), true))
			.isEqualTo("ClientError.NetworkError.ReadTimeout");
	}

	private static @Nullable String code(ClientHttpRequestFactory factory, RawServer.Script script) throws Exception {
		return NetworkErrors.code(Causes.of(error(factory, script)), true);
	}

	private static Throwable error(ClientHttpRequestFactory factory, RawServer.Script script) throws Exception {
		try (RawServer server = new RawServer(script)) {
			return error(factory, "http://127.0.0.1:" + server.port());
		}
	}

	private static @Nullable String code(ClientHttpRequestFactory factory, String url) throws Exception {
		return NetworkErrors.code(Causes.of(error(factory, url)), true);
	}

	private static Throwable error(ClientHttpRequestFactory factory, String url) throws Exception {
		try {
			Throwable error = run(request(factory, url));
			assertThat(error).isNotNull();
			return error;
		}
		finally {
			RequestFactory.close(factory);
		}
	}

	private static ClientHttpRequest request(ClientHttpRequestFactory factory, String url) throws IOException {
		ClientHttpRequest request = factory.createRequest(URI.create(url + "/"), HttpMethod.POST);
		request.getHeaders().setContentLength(2);
		request.getBody().write("{}".getBytes(StandardCharsets.US_ASCII));
		return request;
	}

	private static @Nullable Throwable run(ClientHttpRequest request) {
		try (ClientHttpResponse response = request.execute()) {
			// HttpURLConnection waits for the response here if the request has a body.
			response.getStatusCode();
			response.getBody().readAllBytes();
			return null;
		}
		catch (Exception ex) {
			return ex;
		}
	}

	/** A server whose accept queue is full. */
	private static final class FullServer implements AutoCloseable {

		private final ServerSocket listener;

		private final List<Socket> waiting = new ArrayList<>();

		FullServer() throws IOException {
			this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			boolean full = false;
			while (!full) {
				Socket socket = new Socket();
				this.waiting.add(socket);
				try {
					socket.connect(this.listener.getLocalSocketAddress(), 200);
				}
				catch (SocketTimeoutException ex) {
					full = true;
				}
			}
		}

		int port() {
			return this.listener.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			for (Socket socket : this.waiting) {
				socket.close();
			}
			this.listener.close();
		}

	}

	/** A server that does not speak HTTP. */
	private static final class Raw implements AutoCloseable {

		private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

		Raw(Talk talk) throws IOException {
			Thread thread = new Thread(() -> {
				while (!this.listener.isClosed()) {
					try (Socket socket = this.listener.accept()) {
						talk.talk(socket);
					}
					catch (IOException ex) {
						// The client has closed the connection.
					}
				}
			}, "raw");
			thread.setDaemon(true);
			thread.start();
		}

		int port() {
			return this.listener.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			this.listener.close();
		}

		@FunctionalInterface
		private interface Talk {

			void talk(Socket socket) throws IOException;

		}

	}

}
