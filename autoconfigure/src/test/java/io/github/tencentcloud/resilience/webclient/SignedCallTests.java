package io.github.tencentcloud.resilience.webclient;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.engine.ProductDefaults;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls that are signed by the filter: each attempt anew, and once more if a refused
 * signature could be corrected.
 */
class SignedCallTests {

	private static final String OK = "{\"Response\":{\"RequestId\":\"r\"}}";

	private static final Duration SKEW = Duration.ofMinutes(20);

	private final AtomicReference<TencentCloudCredentials> credentials = new AtomicReference<>(
			TencentCloudCredentials.of("AKIDold", "old"));

	private final AtomicReference<TencentCloudCredentials> fresh = new AtomicReference<>(this.credentials.get());

	private final List<HttpHeaders> requests = new CopyOnWriteArrayList<>();

	private Clock clock = Clock.systemUTC();

	private DisposableServer server;

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	/** It is the caller's, as long as nothing else has come of it. */
	@Test
	void responseIsThereWhenWhatItTellsOfCannotBeMended() {
		this.server = HttpServer.create()
			.port(0)
			.handle((request, response) -> response.status(401)
				.header("Content-Type", "application/json")
				.sendString(Mono.just(error("AuthFailure.TokenFailure"))))
			.bindNow();
		WebClient client = client(new TencentCloudCredentialsProvider() {

			@Override
			public CompletionStage<TencentCloudCredentials> resolve(TencentCloudCall call) {
				return CompletableFuture.completedStage(SignedCallTests.this.credentials.get());
			}

			@Override
			public CompletionStage<TencentCloudCredentials> refresh(TencentCloudCall call) {
				return Mono.just(SignedCallTests.this.credentials.get()).delayElement(Duration.ofMillis(10)).toFuture();
			}

		});
		String got = client.post()
			.header("X-TC-Action", "DescribeInstances")
			.exchangeToMono((response) -> response.bodyToMono(String.class)
				.map((body) -> response.statusCode().value() + " " + body))
			.block(Duration.ofSeconds(20));
		assertThat(got).startsWith("401 ").contains("AuthFailure.TokenFailure");
	}

	@Test
	void eachAttemptIsSignedAnew() {
		serve((headers) -> (this.requests.size() < 3) ? error("RequestLimitExceeded") : OK);
		assertThat(call(client())).isEqualTo(OK);
		assertThat(this.requests).hasSize(3)
			.allSatisfy((headers) -> assertThat(headers.get("Authorization"))
				.startsWith("TC3-HMAC-SHA256 Credential=AKIDold/"));
	}

	@Test
	void clockThatIsWrongIsCorrectedOnceAndForLaterCalls() {
		this.clock = Clock.offset(Clock.systemUTC(), SKEW.negated());
		serve((headers) -> isFresh(headers) ? OK : error("AuthFailure.SignatureExpire"));
		WebClient client = client();
		assertThat(call(client)).isEqualTo(OK);
		assertThat(this.requests).hasSize(2);
		assertThat(call(client)).isEqualTo(OK);
		assertThat(this.requests).as("at the first attempt").hasSize(3);
	}

	@Test
	void clockThatIsRightIsNotCorrected() {
		serve((headers) -> error("AuthFailure.SignatureExpire"));
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> call(client()))
			.satisfies((ex) -> assertThat(ex.getAttempts()).isOne())
			.withMessageEndingWith("; not repeated, since what the server refused could not be put right]");
	}

	@Test
	void clockThatIsCorrectedInVainIsToldToo() {
		this.clock = Clock.offset(Clock.systemUTC(), SKEW.negated());
		serve((headers) -> error("AuthFailure.SignatureExpire"));
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> call(client()))
			.satisfies((ex) -> assertThat(ex.getAttempts()).isEqualTo(2))
			.withMessageEndingWith("; not repeated, since what the server refused could not be put right]");
	}

	@Test
	void keyThatIsWrongNeedsNoReason() {
		serve((headers) -> error("AuthFailure.SignatureFailure"));
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> call(client()))
			.withMessageContaining("policy auth (fail)")
			.withMessageNotContaining("not repeated");
	}

	@Test
	void credentialThatWasReplacedIsUsedOnce() {
		this.fresh.set(TencentCloudCredentials.of("AKIDnew", "new"));
		serve((headers) -> headers.get("Authorization").contains("AKIDnew") ? OK
				: error("AuthFailure.SecretIdNotFound"));
		assertThat(call(client())).isEqualTo(OK);
		assertThat(this.requests).hasSize(2);
	}

	@Test
	void credentialThatIsStillTheSameIsNotTriedAgain() {
		serve((headers) -> error("AuthFailure.TokenFailure"));
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> call(client()))
			.satisfies((ex) -> assertThat(ex.getAttempts()).isOne());
	}

	@Test
	void providerThatFailsIsACredentialError() {
		serve((headers) -> OK);
		WebClient client = client(
				(call) -> CompletableFuture.failedFuture(new IllegalStateException("no metadata service")));
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> call(client)).satisfies((ex) -> {
			TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
			assertThat(failure.code()).isEqualTo("ClientError.CredentialError");
			assertThat(failure.product()).isEqualTo("cvm");
			assertThat(failure.policy()).isEqualTo("auth");
			assertThat(failure.attempts()).isOne();
			assertThat(ex).hasMessageStartingWith("ClientError.CredentialError: ")
				.cause()
				.isInstanceOf(CredentialsException.class)
				.hasMessage("The credentials for a request to Tencent Cloud could not be resolved, so it was not sent")
				.hasRootCauseMessage("no metadata service");
			assertThat(TencentCloudFailure.of(ex.getCause()).orElseThrow().code()).isEqualTo(failure.code());
		});
		assertThat(this.requests).isEmpty();
	}

	@Test
	void providerThatHangsTakesNoLongerThanTheCallMay() {
		serve((headers) -> error("AuthFailure.SecretIdNotFound"));
		WebClient client = client(new TencentCloudCredentialsProvider() {

			@Override
			public CompletionStage<TencentCloudCredentials> resolve(TencentCloudCall call) {
				return CompletableFuture.completedFuture(SignedCallTests.this.credentials.get());
			}

			@Override
			public CompletionStage<TencentCloudCredentials> refresh(TencentCloudCall call) {
				return new CompletableFuture<>();
			}

		}).mutate()
			.defaultRequest((request) -> request.attributes(TencentCloudAttributes.deadline(Duration.ofSeconds(3))))
			.build();
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> call(client))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("AuthFailure.SecretIdNotFound"));
	}

	/** The server has not seen it, so it is nobody's fault but the provider's. */
	@Test
	void providerThatHangsBeforeTheFirstAttemptIsACredentialError() {
		serve((headers) -> OK);
		WebClient client = client((call) -> new CompletableFuture<>()).mutate()
			.defaultRequest((request) -> request.attributes(TencentCloudAttributes.deadline(Duration.ofMillis(300))))
			.build();
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> call(client))
			.withMessageContaining("has not answered in time")
			.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
				.isEqualTo("ClientError.CredentialError"));
		assertThat(this.requests).isEmpty();
	}

	@Test
	void defaultsOfTheProductAreSent() {
		serve((headers) -> OK);
		call(client());
		assertThat(this.requests.get(0).get("X-TC-Version")).isEqualTo("2017-03-12");
		assertThat(this.requests.get(0).get("X-TC-Region")).isEqualTo("ap-guangzhou");
	}

	private boolean isFresh(HttpHeaders headers) {
		long age = Instant.now().getEpochSecond() - Long.parseLong(headers.get("X-TC-Timestamp"));
		return Math.abs(age) < 300;
	}

	private WebClient client() {
		return client(new TencentCloudCredentialsProvider() {

			@Override
			public CompletionStage<TencentCloudCredentials> resolve(TencentCloudCall call) {
				return CompletableFuture.completedFuture(SignedCallTests.this.credentials.get());
			}

			@Override
			public CompletionStage<TencentCloudCredentials> refresh(TencentCloudCall call) {
				return CompletableFuture.completedFuture(SignedCallTests.this.fresh.get());
			}

		});
	}

	private WebClient client(TencentCloudCredentialsProvider provider) {
		String address = "127.0.0.1:" + this.server.port();
		TargetHosts hosts = new TargetHosts(List.of(address), Map.of("cvm", address));
		ServerClock serverClock = new ServerClock(this.clock);
		CallSigning signing = new CallSigning(new RequestSigner(hosts::covers),
				new CredentialRotation(provider, this.clock), serverClock, false, null);
		Catalogue catalogue = Catalogue.load();
		PolicyResolver policies = new PolicyResolver(CodeRules.empty(), catalogue.rules(), catalogue.policies(),
				Policy.UNKNOWN);
		CircuitBreakers breakers = new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(),
				(product) -> new BreakerSettings(false, Set.of(BreakerScope.PRODUCT),
						CircuitBreakerConfig.ofDefaults()));
		EngineSettings settings = new EngineSettings((product, action) -> CallSettings.DEFAULTS,
				(product) -> new ProductDefaults("2017-03-12", "ap-guangzhou", null, null), policies,
				Idempotency.load(), breakers, AdmissionControl.none(new ReactorTime()), 256 * 1024);
		Engine engine = new Engine(hosts, () -> settings, TestSettings.nothingSwitched(),
				TestInstruments.of(CallMeters.NOOP, new ReactorTime()), signing, new ReactorTime());
		TencentCloudResilienceFilter filter = new TencentCloudResilienceFilter(() -> hosts, () -> engine);
		return WebClient.builder().baseUrl("http://" + address).filter(filter).build();
	}

	private String call(WebClient client) {
		return client.post()
			.uri("/")
			.header("X-TC-Action", "DescribeInstances")
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofSeconds(20));
	}

	private void serve(Function<HttpHeaders, String> answer) {
		this.server = LoopbackHttp.server().handle((request, response) -> {
			this.requests.add(request.requestHeaders());
			String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
			return response.header("Content-Type", "application/json")
				.header("Date", date)
				.sendString(Mono.just(answer.apply(request.requestHeaders())));
		}).bindNow();
	}

	private static String error(String code) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";
	}

}
