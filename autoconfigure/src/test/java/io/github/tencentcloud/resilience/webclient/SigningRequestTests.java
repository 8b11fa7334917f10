package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.TestSignature;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.signing.Calls;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SigningRequest}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SigningRequestTests {

	private static final String URL = "https://cvm.tencentcloudapi.com/";

	private final TestClock clock = new TestClock();

	private final ServerClock serverClock = new ServerClock(this.clock);

	private final TestSignature signatures = new TestSignature(this.serverClock,
			(uri) -> !uri.getHost().endsWith("example.com"));

	private final AtomicReference<CallSignature> signature = new AtomicReference<>();

	private CompletionStage<TencentCloudCredentials> credentials = CompletableFuture
		.completedFuture(Calls.credentials());

	private SigningOptions options = SigningOptions.DEFAULTS;

	@Test
	void signsWhenTheBodyIsWritten() {
		MockClientHttpRequest request = request(HttpMethod.POST, URL);
		ClientHttpRequest signing = sign(request);
		assertThat(request.getHeaders().headerNames()).isEmpty();
		Mono<Void> written = signing.writeWith(body("{}"));
		assertThat(request.getHeaders().headerNames()).isEmpty();
		written.block(Calls.LIMIT);
		assertThat(authorization(request))
			.startsWith("TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
					+ "SignedHeaders=content-type;host, Signature=");
		assertThat(request.getHeaders().getFirst("X-TC-Timestamp")).isEqualTo("1551113065");
		assertThat(request.getHeaders().getContentLength()).isEqualTo(2);
		assertThat(request.getHeaders().headerNames()).doesNotContain("X-TC-Token", "X-TC-Language",
				"X-TC-Content-SHA256");
		assertThat(request.getBodyAsString().block(Calls.LIMIT)).isEqualTo("{}");
	}

	@Test
	void remembersWhatItSignedWith() {
		this.serverClock.learn(Calls.HOST, "Mon, 25 Feb 2019 17:04:25 GMT");
		write(request(HttpMethod.POST, URL));
		// Somebody else has found out meanwhile: the next one will be signed otherwise.
		this.serverClock.learn(Calls.HOST, "Mon, 25 Feb 2019 16:44:25 GMT");
		assertThat(this.serverClock.offset(Calls.HOST)).isZero();
		assertThat(Calls.get(TestSignature.correct(this.signature.get(), BeforeRetry.CORRECT_CLOCK, null))).isTrue();
		assertThat(Calls.get(TestSignature.correct(this.signature.get(), BeforeRetry.REFRESH_CREDENTIALS, null)))
			.isFalse();
		this.credentials = CompletableFuture.completedFuture(Calls.credentials("new"));
		assertThat(Calls.get(TestSignature.correct(this.signature.get(), BeforeRetry.REFRESH_CREDENTIALS, null)))
			.isTrue();
	}

	@Test
	void whatWasNotSignedIsNotMended() {
		CallSignature signature = this.signatures.of(Calls.call(), Calls.credentials(), this.options);
		assertThat(
				Calls.get(TestSignature.correct(signature, BeforeRetry.CORRECT_CLOCK, "Mon, 25 Feb 2019 17:04:25 GMT")))
			.isFalse();
		assertThat(this.serverClock.offset(Calls.HOST)).isZero();
	}

	@Test
	void authorizationOfTheCallerIsLeftAlone() {
		MockClientHttpRequest request = request(HttpMethod.POST, URL);
		ClientHttpRequest signing = sign(request);
		request.getHeaders().set("Authorization", "mine");
		request.getHeaders().set("Content-Type", "text/plain");
		signing.writeWith(body("{}")).block(Calls.LIMIT);
		assertThat(authorization(request)).isEqualTo("mine");
		assertThat(request.getHeaders().headerNames()).containsExactlyInAnyOrder("Authorization", "Content-Type");
		assertThat(request.getHeaders().getFirst("Content-Type")).isEqualTo("text/plain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/", "https://cvm.tencentcloudapi.com.example.com/",
			"http://cvm.tencentcloudapi.com/", "http://127.0.0.1.tencentcloudapi.com/", "http://localhost.evil/",
			"http://127.0.0.256/", "http://128.0.0.1/", "http://[::2]/", "http://0.0.0.0/", "mailto:x",
			"ftp://localhost/" })
	void addressIsNotSigned(String url) {
		MockClientHttpRequest request = request(HttpMethod.POST, url);
		write(request);
		assertThat(request.getHeaders().headerNames()).isEmpty();
		assertThat(request.getBodyAsString().block(Calls.LIMIT)).isEqualTo("{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost/", "http://LOCALHOST:8080/", "http://127.0.0.1:1/", "http://127.9.8.255",
			"http://[::1]:1/", "http://[0:0:0:0:0:0:0:1]/", "HTTPS://cvm.tencentcloudapi.com/" })
	void addressIsSigned(String url) {
		MockClientHttpRequest request = request(HttpMethod.POST, url);
		write(request);
		assertThat(authorization(request)).isNotNull();
	}

	@Test
	void plainHttpIsWarnedAboutOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			write(request(HttpMethod.POST, "http://cvm.tencentcloudapi.com/"));
		}
		assertThat(output.getAll()).containsOnlyOnce("are not signed").contains("http://cvm.tencentcloudapi.com");
	}

	@Test
	void noCredentialsNoSignature() {
		this.credentials = CompletableFuture.completedFuture(null);
		MockClientHttpRequest request = request(HttpMethod.POST, URL);
		write(request);
		assertThat(request.getHeaders().headerNames()).containsOnly("Content-Length");
		assertThat(request.getBodyAsString().block(Calls.LIMIT)).isEqualTo("{}");
	}

	@Test
	void credentialsThatFailAreAnErrorOfTheirOwn() {
		this.credentials = CompletableFuture.failedFuture(new IllegalStateException("metadata server"));
		MockClientHttpRequest request = request(HttpMethod.POST, URL);
		StepVerifier.create(sign(request).writeWith(body("{}"))).verifyErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOf(CredentialsException.class).hasRootCauseMessage("metadata server");
			assertThat(request.getHeaders().headerNames()).isEmpty();
		});
	}

	@Test
	void tokenAndLanguage() {
		this.credentials = CompletableFuture.completedFuture(TencentCloudCredentials.of("id", "key", Calls.TOKEN));
		this.options = new SigningOptions(false, "en-US", null);
		MockClientHttpRequest request = request(HttpMethod.POST, URL);
		write(request);
		assertThat(request.getHeaders().getFirst("X-TC-Token")).isEqualTo(Calls.TOKEN);
		assertThat(request.getHeaders().getFirst("X-TC-Language")).isEqualTo("en-US");
		MockClientHttpRequest chinese = request(HttpMethod.POST, URL);
		chinese.getHeaders().set("X-TC-Language", "zh-CN");
		write(chinese);
		assertThat(chinese.getHeaders().getFirst("X-TC-Language")).isEqualTo("zh-CN");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			textBlock = """
					POST, -,                                   -,                               application/json
					POST, -,                                   text/plain;charset=UTF-8,        application/json
					POST, -,                                   application/octet-stream,        application/octet-stream
					POST, text/plain,                          text/plain,                      text/plain
					POST, application/json;charset=UTF-8,      application/json;charset=UTF-8,  application/json;charset=utf-8
					POST, -,                                   multipart/form-data;boundary=Ab, multipart/form-data;boundary=Ab
					GET,  -,                                   -,                               application/x-www-form-urlencoded
					GET,  application/json,                    application/json,                application/json
					""")
	void contentType(String method, String ofTheCaller, String ofTheEncoder, String sent) {
		MockClientHttpRequest request = request(HttpMethod.valueOf(method), URL);
		if (ofTheCaller != null) {
			request.getHeaders().set("Content-Type", ofTheCaller);
		}
		ClientHttpRequest signing = sign(request);
		if (ofTheEncoder != null) {
			request.getHeaders().set("Content-Type", ofTheEncoder);
		}
		signing.setComplete().block(Calls.LIMIT);
		assertThat(request.getHeaders().get("Content-Type")).containsExactly(sent);
	}

	@Test
	void signingHostDecidesTheScope() {
		this.options = new SigningOptions(false, null, "sms.tencentcloudapi.com");
		MockClientHttpRequest request = request(HttpMethod.POST, "https://proxy/");
		write(request);
		assertThat(authorization(request)).contains("/sms/tc3_request");
		assertThat(request.getHeaders().getFirst(HttpHeaders.HOST)).isNull();
	}

	@Test
	void timeIsThatOfTheCallsHost() {
		this.serverClock.learn(Calls.HOST, "Mon, 25 Feb 2019 17:04:25 GMT");
		MockClientHttpRequest request = request(HttpMethod.POST, URL);
		write(request);
		assertThat(request.getHeaders().getFirst("X-TC-Timestamp")).isEqualTo("1551114265");
	}

	@Test
	void bodyThatTheServerWouldRefuse() {
		MockClientHttpRequest request = request(HttpMethod.POST, URL);
		DataBuffer large = DefaultDataBufferFactory.sharedInstance.wrap(new byte[AggregatedBody.MAX_SIZE + 1]);
		StepVerifier.create(sign(request).writeWith(Mono.just(large)))
			.expectError(DataBufferLimitException.class)
			.verify(Calls.LIMIT);
		this.options = new SigningOptions(true, null, null);
		sign(request(HttpMethod.POST, URL)).writeWith(Mono.just(large).flux()).block(Calls.LIMIT);
	}

	private void write(ClientHttpRequest request) {
		sign(request).writeWith(body("{}")).block(Calls.LIMIT);
	}

	private ClientHttpRequest sign(ClientHttpRequest request) {
		CallSignature signature = this.signatures.of(Calls.call(), () -> this.credentials, this.options);
		this.signature.set(signature);
		return new SigningRequest(request, signature);
	}

	private static Mono<DataBuffer> body(String content) {
		return Mono.fromSupplier(() -> DefaultDataBufferFactory.sharedInstance.wrap(content.getBytes()));
	}

	private static String authorization(ClientHttpRequest request) {
		return request.getHeaders().getFirst("Authorization");
	}

	private static MockClientHttpRequest request(HttpMethod method, String url) {
		return new MockClientHttpRequest(method, URI.create(url));
	}

}
