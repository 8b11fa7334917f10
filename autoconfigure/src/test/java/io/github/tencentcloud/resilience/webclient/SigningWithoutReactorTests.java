package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.TestSignature;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.signing.BodyHash;
import io.github.tencentcloud.resilience.signing.Calls;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SignatureServer;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link CallSignature} needs neither Reactor nor Spring's HTTP classes: here it signs
 * for a client that blocks, as other doors do.
 */
class SigningWithoutReactorTests {

	private static final byte[] BODY = "{\"Name\":\"未命名\"}".getBytes(StandardCharsets.UTF_8);

	private final Clock clock = Clock.systemUTC();

	private final SignatureServer server = new SignatureServer(this.clock, Calls.credentials());

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void signsSendsAndMends(boolean unsigned) throws Exception {
		ServerClock serverClock = new ServerClock(new TestClock(this.clock.instant().minusSeconds(1_200)));
		CallSignature signature = new TestSignature(serverClock, (uri) -> true).of(Calls.call(),
				() -> CompletableFuture.supplyAsync(Calls::credentials), new SigningOptions(unsigned, "en-US", null));
		HttpResponse<String> refused = send(signature);
		assertThat(this.server.last().code()).isEqualTo("AuthFailure.SignatureExpire");
		String date = refused.headers().firstValue("Date").orElseThrow();
		assertThat(Calls.get(TestSignature.correct(signature, BeforeRetry.CORRECT_CLOCK, date))).isTrue();
		send(signature);
		assertThat(this.server.last().code()).isEqualTo(SignatureServer.OK);
	}

	private HttpResponse<String> send(CallSignature signature) throws Exception {
		URI uri = URI.create("http://localhost:" + this.server.port() + "/");
		assertThat(signature.accepts(uri, null)).isTrue();
		TencentCloudCredentials credentials = signature.credentials(null)
			.get(Calls.LIMIT.toSeconds(), TimeUnit.SECONDS);
		String hash = signature.coversBody() ? BodyHash.of(ByteBuffer.wrap(BODY)) : BodyHash.EMPTY;
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(BODY));
		signature.sign(credentials, new UnsignedRequest("POST", uri, Map.<String, String>of()::get, true, hash))
			.forEach(request::setHeader);
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
