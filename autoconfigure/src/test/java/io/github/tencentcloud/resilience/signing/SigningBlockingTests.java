package io.github.tencentcloud.resilience.signing;

import java.time.Clock;

import com.tencentcloudapi.common.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that signing blocks no event loop, the SDK's credentials included, which do.
 */
@EnabledForJreRange(max = JRE.JAVA_21)
class SigningBlockingTests {

	@Test
	void everyPath() {
		BlockHound.install();
		Clock clock = Clock.systemUTC();
		TencentCloudCredentials credentials = Calls.credentials("sdk");
		try (SignatureServer server = new SignatureServer(clock, credentials)) {
			CredentialRotation rotation = new CredentialRotation(
					new SdkCredentialsProvider(new SlowCredential(credentials), clock), clock);
			ServerClock serverClock = new ServerClock(clock);
			SigningFilter filter = new SigningFilter(new RequestSigner(serverClock, (uri) -> true),
					Mono.defer(() -> rotation.resolve(Calls.call())), SigningOptions.DEFAULTS);
			WebClient client = WebClient.builder()
				.baseUrl("http://localhost:" + server.port())
				.clientConnector(SigningFilter.Connector.REACTOR.create())
				.filter(filter)
				.build();
			Flux.range(0, 100)
				.flatMap((i) -> client.post()
					.uri("/")
					.bodyValue("{\"Limit\":" + i + "}")
					.retrieve()
					.bodyToMono(String.class)
					.flatMap((body) -> rotation.refresh(Calls.call(), credentials))
					.doOnNext((changed) -> serverClock.learn(Calls.HOST, "Mon, 25 Feb 2019 17:04:25 GMT")), 8)
				.blockLast(Calls.LIMIT);
			assertThat(server.received()).hasSize(100)
				.extracting(SignatureServer.Received::code)
				.containsOnly(SignatureServer.OK);
		}
	}

	private static final class SlowCredential extends Credential {

		SlowCredential(TencentCloudCredentials credentials) {
			super(credentials.getSecretId(), credentials.getSecretKey(), credentials.getToken());
		}

		@Override
		public String getSecretId() {
			try {
				Thread.sleep(5);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return super.getSecretId();
		}

	}

}
