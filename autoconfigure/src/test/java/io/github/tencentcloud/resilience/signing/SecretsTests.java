package io.github.tencentcloud.resilience.signing;

import java.lang.reflect.Field;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.webclient.Connector;
import io.github.tencentcloud.resilience.webclient.SigningFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that no secret is told to anybody, with all loggers at TRACE. (HttpComponents
 * logs whole requests at DEBUG, those of its own loggers that say so; it is left out
 * here.)
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final TencentCloudCredentials CREDENTIALS = TencentCloudCredentials.of(Calls.SECRET_ID,
			Calls.SECRET_KEY, Calls.TOKEN);

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level level = this.root.getLevel();

	@BeforeEach
	void trace() {
		this.root.setLevel(Level.TRACE);
	}

	@AfterEach
	void restore() {
		this.root.setLevel(this.level);
	}

	/** The other clients log the headers that they send. */
	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void overHttp(Connector connector, CapturedOutput output) {
		TestClock clock = new TestClock();
		try (SignatureServer server = new SignatureServer(clock, CREDENTIALS)) {
			CredentialRotation rotation = new CredentialRotation(
					new StaticCredentialsProvider(CREDENTIALS, Map.of("ops", CREDENTIALS)), clock);
			SigningFilter filter = new SigningFilter(new ServerClock(clock), rotation, SigningOptions.DEFAULTS);
			WebClient client = WebClient.builder()
				.baseUrl("http://localhost:" + server.port())
				.clientConnector(connector.create())
				.filter(filter)
				.build();
			client.post().uri("/").bodyValue("{}").retrieve().bodyToMono(String.class).block(Calls.LIMIT);
			assertThat(server.last().code()).isEqualTo(SignatureServer.OK);
			assertThat(Calls.get(rotation.refresh(Calls.call(), CREDENTIALS, null))).isFalse();
		}
		assertThat(output.getAll()).contains("TRACE");
		assertNoSecrets(output.getAll());
	}

	@Test
	void texts() throws Exception {
		SigningKeys keys = new SigningKeys();
		keys.get(Calls.SECRET_KEY, 17_952, "cvm");
		Field field = SigningKeys.class.getDeclaredField("keys");
		field.setAccessible(true);
		CanonicalRequest request = CanonicalRequest.of("POST", "", "", "host", Calls.HOST);
		CompletionStage<TencentCloudCredentials> unknown = new StaticCredentialsProvider(CREDENTIALS,
				Map.of("ops", CREDENTIALS))
			.resolve(Calls.callOf("sales"));
		CredentialsException error = catchThrowableOfType(CredentialsException.class, () -> Calls.get(unknown));
		CredentialRotation rotation = new CredentialRotation(new StaticCredentialsProvider(CREDENTIALS, Map.of()),
				new TestClock());
		UnsignedRequest unsigned = new UnsignedRequest("POST", URI.create("https://" + Calls.HOST),
				Map.of("X-TC-Token", Calls.TOKEN)::get, true, BodyHash.EMPTY);
		for (Object each : List.of(CREDENTIALS, field.get(keys), request, rotation.resolve(Calls.call(), null), unknown,
				error, new SignedWith(CREDENTIALS, Duration.ZERO), unsigned, new RequestSigner((uri) -> true)
					.sign(unsigned, "cvm", CREDENTIALS, SigningOptions.DEFAULTS, Instant.EPOCH))) {
			assertNoSecrets(each.toString());
		}
	}

	private static void assertNoSecrets(String text) {
		assertThat(text).doesNotContain(Calls.SECRET_KEY).doesNotContain(Calls.TOKEN).doesNotContain(Calls.SECRET_ID);
	}

}
