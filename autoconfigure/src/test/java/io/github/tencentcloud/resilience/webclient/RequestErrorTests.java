package io.github.tencentcloud.resilience.webclient;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.QuietLoggers;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.engine.CallSettings;

import static io.github.tencentcloud.resilience.webclient.InMemory.buffer;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for requests that cannot be sent as they are: that is no fault of the network, so
 * they are tried once, and the breaker hears nothing.
 */
@Tag("integration")
class RequestErrorTests {

	private static final String REQUEST = "ClientError.RequestError";

	/** HTTP clients that clean such a header or cookie themselves, or take anything. */
	private static final Set<Connector> LAX = EnumSet.of(Connector.HTTP_COMPONENTS, Connector.JETTY);

	@RegisterExtension
	private final QuietLoggers quiet = new QuietLoggers("reactor.core.Exceptions",
			"reactor.netty.http.client.HttpClientConnect");

	enum Fault {

		HEADER_VALUE((post) -> post.header("X-Tenant", "a\nb").bodyValue("{}"), LAX),

		HEADER_VALUE_WITH_NUL((post) -> post.header("X-Tenant", "a\0b").bodyValue("{}"), LAX),

		HEADER_NAME((post) -> post.header("X Te:nant", "a").bodyValue("{}"), LAX),

		EMPTY_HEADER_NAME((post) -> post.header("", "a").bodyValue("{}"), LAX),

		COOKIE((post) -> post.cookie("a", "b\nc").bodyValue("{}"), LAX),

		CONTENT_TYPE((post) -> post.header("Content-Type", "json").bodyValue("{}")),

		CONTENT_TYPE_OF_ANOTHER_BODY(
				(post) -> post.headers((headers) -> headers.setContentType(MediaType.IMAGE_PNG)).bodyValue(Map.of())),

		GETTER((post) -> post.bodyValue(new Object() {

			@SuppressWarnings("unused")
			public String getName() {
				throw new IllegalStateException("no name");
			}

		})),

		/** Reactor does not pass such an error on. */
		GETTER_WITHOUT_CLASS((post) -> post.bodyValue(new Object() {

			@SuppressWarnings("unused")
			public String getName() {
				throw new NoClassDefFoundError("x");
			}

		})),

		BODY_WITHOUT_CLASS((post) -> post.body(Mono.fromSupplier(() -> {
			throw new NoClassDefFoundError("x");
		}), String.class)),

		BUFFERS_WITHOUT_CLASS((post) -> post.body(Flux.just(buffer("{"), buffer("}")).map((buffer) -> {
			throw new NoSuchMethodError("x");
		}), DataBuffer.class)),

		BODY_FAILS_WITHOUT_CLASS((post) -> post.body(Mono.error(new NoClassDefFoundError("x")), String.class)),

		INSERTER_WITHOUT_CLASS((post) -> post.body((message, context) -> {
			throw new NoClassDefFoundError("x");
		})),

		INSERTER_FAILS_WITHOUT_CLASS(
				(post) -> post.body((message, context) -> Mono.error(new NoClassDefFoundError("x")))),

		CUSTOMIZER_WITHOUT_CLASS((post) -> post.httpRequest((request) -> {
			throw new NoClassDefFoundError("x");
		}).bodyValue("{}")),

		BODY_WITHOUT_FILE((post) -> post.bodyValue(new FileSystemResource("/no/such/file"))),

		BODY_FAILS((post) -> post.body(Mono.error(new IllegalStateException("x")), String.class)),

		BODY_FAILS_WITH_IO((post) -> post.body(Mono.error(new IOException("disk")), String.class)),

		BODY_FAILS_WITH_FILE((post) -> post.body(Mono.error(new FileNotFoundException("f")), String.class)),

		BODY_FAILS_WITH_CONNECTION((post) -> post.body(Mono.error(new ConnectException("other")), String.class)),

		BODY_FAILS_WITH_TIMEOUT((post) -> post.body(Mono.error(new TimeoutException("other")), String.class)),

		BODY_THROWS((post) -> post.body(Mono.fromSupplier(() -> {
			throw new NullPointerException("x");
		}), String.class)),

		BODY_TIMES_OUT((post) -> post.body(Mono.<String>never().timeout(Duration.ofMillis(20)), String.class)),

		BUFFERS_FAIL((post) -> post.body(Flux.error(new IOException("disk")), DataBuffer.class)),

		BUFFERS_FAIL_LATE((post) -> post.body(Flux.just(buffer("{")).concatWith(Flux.error(new IOException("disk"))),
				DataBuffer.class)),

		BUFFERS_TIME_OUT_LATE((post) -> post.body(
				Flux.just(buffer("{")).concatWith(Flux.<DataBuffer>never().timeout(Duration.ofMillis(20))),
				DataBuffer.class)),

		EVENTS_FAIL((post) -> post.headers((headers) -> headers.setContentType(MediaType.TEXT_EVENT_STREAM))
			.body(Flux.just("a").concatWith(Flux.error(new ConnectException("other"))), String.class)),

		PART_FAILS((post) -> post.headers((headers) -> headers.remove("Content-Type"))
			.body(BodyInserters.fromMultipartAsyncData("part", Mono.error(new IOException("disk")), String.class))),

		INSERTER_THROWS((post) -> post.body((message, context) -> {
			throw new IllegalStateException("x");
		})),

		INSERTER_THROWS_IO((post) -> post.body((message, context) -> {
			throw new UncheckedIOException(new IOException("disk"));
		})),

		INSERTER_FAILS((post) -> post.body((message, context) -> Mono.error(new IOException("disk")))),

		INSERTER_FAILS_WITH_CONNECTION(
				(post) -> post.body((message, context) -> Mono.error(new ConnectException("other")))),

		CUSTOMIZER_THROWS((post) -> post.httpRequest((request) -> {
			throw new IllegalStateException("x");
		}).bodyValue("{}"));

		private final Sender sender;

		private final Set<Connector> sent;

		Fault(Sender sender) {
			this(sender, Set.of());
		}

		Fault(Sender sender, Set<Connector> sent) {
			this.sender = sender;
			this.sent = sent;
		}

	}

	enum Way {

		PLAIN, SIGNED, OBSERVED

	}

	static Stream<Arguments> faults() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Way.values())
				.flatMap((way) -> Stream.of(Fault.values()).map((fault) -> arguments(connector, way, fault))));
	}

	/** It is looked at where streams may take long to begin, before anything is sent. */
	@Test
	void acceptThatIsNoMediaTypeCostsNoPlace() throws Exception {
		CallSettings settings = new CallSettings(Mode.ENFORCE, false, Scene.LIMIT, Scene.LIMIT.multipliedBy(3), 10,
				null, null, true, Scene.LIMIT.multipliedBy(2));
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(Scene.OK),
				(builder) -> builder.settings(settings).bulkhead(1, Duration.ZERO))) {
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(InvalidMediaTypeException.class)
					.isThrownBy(() -> scene.post("DescribeInstances")
						.header("Accept", "json")
						.bodyValue("{}")
						.retrieve()
						.bodyToMono(String.class)
						.block(Scene.LIMIT))
					.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code()).isEqualTo(REQUEST));
			}
			assertThat(scene.requests()).isZero();
			assertThat(scene.filter.calls(REQUEST, "FAILURE")).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@MethodSource("faults")
	void isTriedOnceAndTheBreakerHearsNothing(Connector connector, Way way, Fault fault) throws Exception {
		try (Scene scene = scene(connector, way)) {
			Throwable error = catchThrowable(
					() -> fault.sender.send(post(scene)).retrieve().toBodilessEntity().block(LIMIT));
			if (fault.sent.contains(connector)) {
				assertThat(error).isNull();
				assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
				return;
			}
			assertRequestError(scene, way, error);
		}
	}

	@ParameterizedTest
	@EnumSource
	void port(Connector connector) throws Exception {
		TestFilter filter = TestFilter.builder()
			.host("cvm", "127.0.0.1:70000")
			.breaker((breaker) -> breaker.minimumNumberOfCalls(100))
			.build();
		WebClient client = WebClient.builder().clientConnector(connector.create()).filter(filter.filter).build();
		Throwable error = catchThrowable(() -> client.post()
			.uri(URI.create("http://127.0.0.1:70000/"))
			.header("X-TC-Action", "DescribeInstances")
			.bodyValue("{}")
			.retrieve()
			.toBodilessEntity()
			.block(LIMIT));
		assertRequestError(filter, error);
	}

	/**
	 * HttpComponents finds out when it is about to write, in the part that also reads.
	 */
	@ParameterizedTest
	@EnumSource(Way.class)
	void headerThatIsTheClientsOwn(Way way) throws Exception {
		try (Scene scene = scene(Connector.HTTP_COMPONENTS, way)) {
			Throwable error = catchThrowable(() -> post(scene).header("Transfer-Encoding", "gzip")
				.bodyValue("{}")
				.retrieve()
				.toBodilessEntity()
				.block(LIMIT));
			assertThat(error).hasStackTraceContaining("Transfer-encoding header already present");
			assertRequestError(scene, way, error);
		}
	}

	/** HttpComponents takes any scheme for HTTP. */
	@ParameterizedTest
	@EnumSource(names = "HTTP_COMPONENTS", mode = EnumSource.Mode.EXCLUDE)
	void scheme(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Way.PLAIN)) {
			Throwable error = catchThrowable(() -> scene.client.post()
				.uri(URI.create("ftp://127.0.0.1:" + scene.server.port() + "/"))
				.header("X-TC-Action", "DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.toBodilessEntity()
				.block(LIMIT));
			assertRequestError(scene, Way.PLAIN, error);
		}
	}

	@ParameterizedTest
	@EnumSource
	void signedBodyThatIsTooLarge(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Way.SIGNED)) {
			Throwable error = catchThrowable(
					() -> post(scene).bodyValue(new byte[11 * 1024 * 1024]).retrieve().toBodilessEntity().block(LIMIT));
			assertThat(error).hasStackTraceContaining("larger than 10485760 bytes");
			assertRequestError(scene, Way.SIGNED, error);
		}
	}

	static Stream<Throwable> ofFilters() {
		return Stream.of(new IllegalStateException("x"), new IOException("disk"), new FileNotFoundException("f"),
				new ZipException("z"), new UncheckedIOException(new IOException("disk")),
				new NumberFormatException("n"));
	}

	@ParameterizedTest
	@MethodSource("ofFilters")
	void filterFails(Throwable fault) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Way.PLAIN)) {
			WebClient client = scene.client.mutate().filter((request, next) -> Mono.error(fault)).build();
			Throwable error = catchThrowable(() -> call(client));
			assertRequestError(scene, Way.PLAIN, error);
		}
	}

	/** Reactor does not pass such an error on, so the attempt would go on for nobody. */
	@ParameterizedTest
	@EnumSource
	void filterWithoutClass(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(OK),
				(builder) -> builder.breaker((breaker) -> breaker.minimumNumberOfCalls(100))
					.bulkhead(1, Duration.ZERO))) {
			WebClient client = scene.client.mutate().filter((request, next) -> {
				throw new NoClassDefFoundError("x");
			}).build();
			Throwable error = catchThrowable(() -> call(client));
			assertThat(error).isInstanceOf(NoClassDefFoundError.class);
			assertRequestError(scene, Way.PLAIN, error);
			assertThat(scene.read()).isEqualTo(OK);
		}
	}

	/** While the HTTP client hands over what it has read, its frames are on the stack. */
	@ParameterizedTest
	@EnumSource
	void filterFailsAtTheBody(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Way.PLAIN)) {
			WebClient client = scene.client.mutate()
				.filter((request, next) -> next.exchange(request)
					.map((response) -> response.mutate().body((body) -> body.map((buffer) -> {
						DataBufferUtils.release(buffer);
						throw new NumberFormatException("n");
					})).build()))
				.build();
			Throwable error = catchThrowable(() -> call(client));
			assertThat(scene.requests()).isOne();
			assertRequestError(scene.filter, error);
		}
	}

	/** Nobody listens there, but that is not where calls go. */
	@ParameterizedTest
	@EnumSource
	void filterNeedsAnotherServerThatIsDown(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Way.PLAIN); Socket taken = taken()) {
			WebClient other = WebClient.builder().clientConnector(connector.create()).build();
			WebClient client = scene.client.mutate()
				.filter((request, next) -> other.get()
					.uri("http://127.0.0.1:" + taken.getLocalPort() + "/token")
					.retrieve()
					.bodyToMono(String.class)
					.flatMap((token) -> next.exchange(request)))
				.build();
			Throwable error = catchThrowable(() -> call(client));
			assertRequestError(scene, Way.PLAIN, error);
		}
	}

	@ParameterizedTest
	@EnumSource
	void filterSendsTheRequestWhereNobodyListens(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Way.PLAIN); Socket taken = taken()) {
			WebClient client = scene.client.mutate()
				.filter((request,
						next) -> next.exchange(ClientRequest.from(request)
							.url(URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/"))
							.build()))
				.build();
			Throwable error = catchThrowable(() -> call(client));
			assertThat(TencentCloudFailure.of(error).orElseThrow().code())
				.isEqualTo("ClientError.NetworkError.ConnectRefused");
			assertThat(scene.filter.attempts()).isEqualTo(3);
		}
	}

	/** Nobody else gets the port, and nobody listens on it. */
	private static Socket taken() throws IOException {
		Socket taken = new Socket();
		taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		return taken;
	}

	private static void call(WebClient client) {
		client.post()
			.header("X-TC-Action", "DescribeInstances")
			.bodyValue("{}")
			.retrieve()
			.toBodilessEntity()
			.block(LIMIT);
	}

	/** A filter that makes an exception of a status hides it from nobody. */
	@ParameterizedTest
	@CsvSource({ "503, ClientError.HttpStatusCodeError.503, 3", "404, ClientError.HttpStatusCodeError.404, 1" })
	void filterThrowsTheStatus(int status, String code, int attempts) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(status, "text/html", "x"))) {
			WebClient client = scene.client.mutate()
				.filter((request, next) -> next.exchange(request).flatMap(ClientResponse::createError))
				.build();
			Throwable error = catchThrowable(() -> call(client));
			assertThat(TencentCloudFailure.of(error).orElseThrow().code()).isEqualTo(code);
			assertThat(scene.requests()).isEqualTo(attempts);
		}
	}

	/** The default breaker would open after seven such reads. */
	@ParameterizedTest
	@EnumSource
	void breakerStaysClosed(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(OK),
				(builder) -> builder.breaker((breaker) -> breaker.minimumNumberOfCalls(2)))) {
			for (int i = 0; i < 30; i++) {
				assertThat(catchThrowable(
						() -> Fault.BODY_TIMES_OUT.sender.send(post(scene)).retrieve().toBodilessEntity().block(LIMIT)))
					.isNotNull();
			}
			assertThat(scene.read()).isEqualTo(OK);
		}
	}

	private static WebClient.RequestBodySpec post(Scene scene) {
		return scene.client.post().header("X-TC-Action", "DescribeInstances");
	}

	private static Scene scene(Connector connector, Way way) {
		return Scene.of(connector, (exchange) -> exchange.json(OK), (builder) -> {
			builder.breaker((breaker) -> breaker.minimumNumberOfCalls(100));
			if (way == Way.SIGNED) {
				builder.signed();
			}
			if (way == Way.OBSERVED) {
				builder.settings(Scene.settings(Mode.OBSERVE, false, LIMIT, LIMIT, 10));
			}
		});
	}

	private static void assertRequestError(Scene scene, Way way, Throwable error) {
		assertThat(scene.requests()).isZero();
		if (way == Way.OBSERVED) {
			assertThat(error).isNotNull();
			assertBooks(scene.filter);
		}
		else {
			assertRequestError(scene.filter, error);
		}
	}

	private static void assertRequestError(TestFilter filter, Throwable error) {
		TencentCloudFailure failure = TencentCloudFailure.of(error).orElseThrow(() -> new AssertionError(error));
		assertThat(failure.code()).as("%s", error).isEqualTo(REQUEST);
		assertThat(failure.policy()).isEqualTo("invalid");
		assertThat(failure.attempts()).isOne();
		assertBooks(filter);
	}

	private static void assertBooks(TestFilter filter) {
		assertThat(filter.attempts(REQUEST)).isOne();
		assertThat(filter.attempts()).isOne();
		assertThat(filter.calls(REQUEST, "FAILURE")).isOne();
		assertThat(filter.breaker("cvm").getMetrics().getNumberOfBufferedCalls()).isZero();
	}

	@FunctionalInterface
	private interface Sender {

		WebClient.RequestHeadersSpec<?> send(WebClient.RequestBodySpec post);

	}

}
