package io.github.tencentcloud.resilience.webclient;

import java.time.Clock;
import java.time.Duration;

import com.tencentcloudapi.common.Credential;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.OtherJvm;
import io.github.tencentcloud.resilience.signing.Calls;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.SdkCredentialsProvider;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SignatureServer;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that signing blocks no event loop, the SDK's credentials included, which do.
 * BlockHound cannot be taken out again, so it watches a virtual machine of its own.
 */
@Tag("integration")
@EnabledForJreRange(max = JRE.JAVA_21)
class SigningBlockingTests {

	@Test
	void everyPath() throws Exception {
		assertThat(OtherJvm.run(SigningBlockingTests.class)).contains("Accepted: 100").doesNotContain("Blocking call!");
	}

	/** The calls, watched. */
	public static void main(String[] args) {
		BlockHound.install();
		Clock clock = Clock.systemUTC();
		TencentCloudCredentials credentials = Calls.credentials("sdk");
		try (SignatureServer server = new SignatureServer(clock, credentials)) {
			CredentialRotation rotation = new CredentialRotation(
					new SdkCredentialsProvider(new SlowCredential(credentials), clock), clock);
			ServerClock serverClock = new ServerClock(clock);
			SigningFilter filter = new SigningFilter(serverClock, rotation, SigningOptions.DEFAULTS);
			WebClient client = WebClient.builder()
				.baseUrl("http://localhost:" + server.port())
				.clientConnector(Connector.REACTOR.create())
				.filter(filter)
				.build();
			Flux.range(0, 100)
				.flatMap((i) -> client.post()
					.uri("/")
					.bodyValue("{\"Limit\":" + i + "}")
					.retrieve()
					.bodyToMono(String.class)
					.flatMap((body) -> Mono.fromFuture(rotation.refresh(Calls.call(), credentials, null)))
					.doOnNext((changed) -> serverClock.learn(Calls.HOST, "Mon, 25 Feb 2019 17:04:25 GMT")), 8)
				.blockLast(Duration.ofSeconds(90));
			System.out.println("Accepted: " + server.received()
				.stream()
				.filter((received) -> received.code().equals(SignatureServer.OK))
				.count());
		}
		System.exit(0);
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
