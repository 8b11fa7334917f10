package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.admission.BreakerScope;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Calls that go elsewhere when their own host is ill, over real HTTP. Three attempts fill
 * the window of a breaker.
 */
class FailOverTests {

	private static final int PROBES = 2;

	private volatile String firstAnswer = OK;

	private volatile String secondAnswer = OK;

	private volatile RawServer.Exchange seen;

	private final RawServer first = new RawServer((exchange) -> exchange.json(this.firstAnswer));

	private final RawServer second = new RawServer((exchange) -> {
		this.seen = exchange;
		exchange.json(this.secondAnswer);
	});

	private TestFilter filter;

	@BeforeEach
	void start() {
		this.filter = filter(host(this.second));
	}

	@AfterEach
	void stop() throws IOException {
		this.first.close();
		this.second.close();
	}

	@Test
	void healthyHostGetsEveryCall() {
		for (int i = 0; i < 10; i++) {
			assertThat(write()).isEqualTo(OK);
		}
		assertThat(this.first.requests()).isEqualTo(10);
		assertThat(this.second.requests()).isZero();
	}

	@Test
	void callsOfAnOutageGoToTheNextHost() {
		outage();
		assertThat(this.first.requests()).isEqualTo(3);
		for (int i = 0; i < 10; i++) {
			assertThat(write()).isEqualTo(OK);
		}
		assertThat(this.first.requests()).isEqualTo(3);
		assertThat(this.second.requests()).isEqualTo(10);
		assertThat(this.filter.calls("OK", "SUCCESS")).isEqualTo(10);
		assertThat(breaker(this.second).getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(3);
		assertThat(breaker(this.first).getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(10);
	}

	@Test
	void requestIsTheSameButForItsHost() {
		breaker(this.first).transitionToOpenState();
		client().post()
			.uri(URI.create("http://" + host(this.first) + "/v3/path?Name=%C3%A9%2F&Other"))
			.header("X-TC-Action", "RunInstances")
			.header("Host", "cvm.tencentcloudapi.com")
			.bodyValue("{\"Name\":\"é\"}")
			.retrieve()
			.toBodilessEntity()
			.block(LIMIT);
		assertThat(this.seen.requestLine()).startsWith("POST /v3/path?Name=%C3%A9%2F&Other ");
		assertThat(this.seen.header("Host")).isEqualTo(host(this.second));
		assertThat(this.seen.header("X-TC-Action")).isEqualTo("RunInstances");
		assertThat(this.seen.body()).isEqualTo("{\"Name\":\"é\"}");
	}

	@Test
	void repetitionAfterAnErrorOfTheHostGoesElsewhereAtOnce() {
		this.firstAnswer = error("InternalError");
		assertThat(read()).isEqualTo(OK);
		assertThat(this.first.requests()).isOne();
		assertThat(this.second.requests()).isOne();
		assertThat(breaker(this.first).getState()).isEqualTo(State.CLOSED);
	}

	@Test
	void repetitionReturnsWhereElsewhereIsNoBetter() {
		this.firstAnswer = error("InternalError");
		this.secondAnswer = error("InternalError");
		Throwable failure = catchThrowable(this::read);
		assertThat(TencentCloudFailure.of(failure).orElseThrow().attempts()).isEqualTo(3);
		assertThat(this.first.requests()).isEqualTo(2);
		assertThat(this.second.requests()).isOne();
	}

	@Test
	void repetitionAfterThrottlingStays() {
		this.firstAnswer = error("RequestLimitExceeded");
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(this::read);
		assertThat(this.first.requests()).isEqualTo(4);
		assertThat(this.second.requests()).isZero();
	}

	@Test
	void callThatMayHaveBeenExecutedDoesNotMove() {
		this.firstAnswer = error("InternalError");
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(this::write);
		assertThat(this.second.requests()).isZero();
	}

	@Test
	void callThatNeverLeftMoves() throws IOException {
		this.first.close();
		assertThat(write()).isEqualTo(OK);
		assertThat(this.filter.attempts("ClientError.NetworkError.ConnectRefused")).isOne();
	}

	@Test
	void gatewayThatSaysItIsIllIsLeft() throws IOException {
		try (RawServer gateway = new RawServer((exchange) -> exchange.send(503, "text/html", "<html>"))) {
			assertThat(call("DescribeInstances", host(gateway))).isEqualTo(OK);
			assertThatExceptionOfType(WebClientResponseException.class)
				.isThrownBy(() -> call("RunInstances", host(gateway)));
		}
	}

	@Test
	void probesGoToTheHostOfTheCallAndBringItBack() {
		outage();
		assertThat(write()).isEqualTo(OK);
		this.firstAnswer = OK;
		breaker(this.first).transitionToHalfOpenState();
		for (int i = 0; i < PROBES; i++) {
			assertThat(write()).isEqualTo(OK);
		}
		assertThat(breaker(this.first).getState()).isEqualTo(State.CLOSED);
		assertThat(write()).isEqualTo(OK);
		assertThat(this.first.requests()).isEqualTo(3 + PROBES + 1);
		assertThat(this.second.requests()).isOne();
	}

	@Test
	void probeThatFailsIsRepeatedElsewhere() {
		outage();
		breaker(this.first).transitionToHalfOpenState();
		for (int i = 0; i < PROBES; i++) {
			assertThat(read()).isEqualTo(OK);
		}
		assertThat(breaker(this.first).getState()).isEqualTo(State.OPEN);
		assertThat(this.first.requests()).isEqualTo(3 + PROBES);
	}

	@Test
	void breakerThatOpensBetweenAttemptsSendsTheRepetitionElsewhere() throws IOException {
		try (RawServer busy = new RawServer((exchange) -> {
			this.filter.breaker("cvm", "127.0.0.1:" + exchange.header("Host").split(":")[1]).transitionToOpenState();
			exchange.json(error("RequestLimitExceeded"));
		})) {
			assertThat(call("RunInstances", host(busy))).isEqualTo(OK);
			assertThat(busy.requests()).isOne();
			assertThat(this.second.requests()).isOne();
		}
	}

	@Test
	void allBreakersOpen() {
		write();
		breaker(this.first).transitionToOpenState();
		breaker(this.second).transitionToOpenState();
		assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(this::write)
			.satisfies((ex) -> assertThat(ex.getCausingCircuitBreakerName()).isEqualTo(name(this.first)));
		assertThat(this.filter.calls("ClientError.CircuitBreakerOpen", "REJECTED")).isOne();
		assertThat(this.second.requests()).isZero();
	}

	@Test
	void hostsAreTriedInTheirOrder() throws IOException {
		try (RawServer third = new RawServer((exchange) -> exchange.json(OK))) {
			this.filter = filter(host(this.second), host(third));
			breaker(this.first).transitionToOpenState();
			write();
			assertThat(this.second.requests()).isOne();
			breaker(this.second).transitionToOpenState();
			write();
			assertThat(third.requests()).isOne();
		}
	}

	@Test
	void callThatIsSentToAnotherHostOnPurposeBeginsThere() {
		assertThat(call("RunInstances", host(this.second))).isEqualTo(OK);
		assertThat(this.first.requests()).isZero();
		breaker(this.second).transitionToOpenState();
		assertThatExceptionOfType(CallNotPermittedException.class)
			.isThrownBy(() -> call("RunInstances", host(this.second)));
	}

	private void outage() {
		this.firstAnswer = error("InternalError");
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(this::write);
		}
		assertThat(breaker(this.first).getState()).isEqualTo(State.OPEN);
	}

	private String read() {
		return call("DescribeInstances", host(this.first));
	}

	private String write() {
		return call("RunInstances", host(this.first));
	}

	private String call(String action, String host) {
		return client().post()
			.uri("http://" + host)
			.header("X-TC-Action", action)
			.contentType(MediaType.APPLICATION_JSON)
			.attributes(TencentCloudAttributes.product("cvm"))
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.block(LIMIT);
	}

	private WebClient client() {
		return WebClient.builder().filter(this.filter.filter).build();
	}

	private TestFilter filter(String... failOver) {
		Consumer<CircuitBreakerConfig.Builder> small = (breaker) -> breaker
			.slidingWindowType(SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(3)
			.minimumNumberOfCalls(3)
			.permittedNumberOfCallsInHalfOpenState(PROBES)
			.waitDurationInOpenState(Duration.ofMinutes(5));
		return TestFilter.builder()
			// Whatever port a test adds, it is this product.
			.host("cvm", "127.0.0.1")
			.failOver(failOver)
			.breaker(small)
			.scope(BreakerScope.PRODUCT, BreakerScope.HOST)
			.build();
	}

	/** Made by the first call that has to do with it, with the settings of the filter. */
	private CircuitBreaker breaker(RawServer server) {
		return this.filter.breaker("cvm", host(server));
	}

	private static String name(RawServer server) {
		return "tencentcloud-cvm-" + host(server).replace('.', '-').replace(':', '-');
	}

	private static String host(RawServer server) {
		return "127.0.0.1:" + server.port();
	}

}
