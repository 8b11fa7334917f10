package io.github.tencentcloud.resilience.sdk;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.tencentcloudapi.common.Credential;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SdkCredential}.
 */
class SdkCredentialTests {

	private final VirtualTime time = new VirtualTime();

	/** It is rotated whenever somebody looks. */
	private final AtomicInteger rotations = new AtomicInteger();

	private final SdkCredential credential = new SdkCredential(new CredentialRotation((call) -> {
		int number = this.rotations.incrementAndGet();
		return CompletableFuture
			.completedFuture(TencentCloudCredentials.of("id-" + number, "key-" + number, "token-" + number));
	}, Clock.systemUTC(), this.time), this.time);

	@Test
	void threadGetsAllThreeOfOneMoment() {
		for (int round = 1; round <= 100; round++) {
			IntStream.range(0, 8)
				.parallel()
				.forEach((i) -> assertThat(numbers(this.credential, Credential::getToken, Credential::getSecretId,
						Credential::getSecretKey))
					.hasSize(1));
			this.time.advance(Duration.ofSeconds(6));
		}
		assertThat(this.rotations).hasValueGreaterThanOrEqualTo(100);
	}

	@Test
	void threadGetsOthersSoon() {
		assertThat(this.credential.getSecretId()).isEqualTo("id-1");
		assertThat(this.credential.getSecretKey()).isEqualTo("key-1");
		this.time.advance(Duration.ofSeconds(6));
		assertThat(this.credential.getSecretId()).isEqualTo("id-2");
	}

	/** As the SDK asks from 3.2 on. */
	@Test
	void allThreeAtOnce() {
		for (int i = 1; i <= 3; i++) {
			Credential all = this.credential.getSnapshot();
			assertThat(all.getSecretId()).isEqualTo("id-" + i);
			assertThat(all.getSecretKey()).isEqualTo("key-" + i);
			assertThat(all.getToken()).isEqualTo("token-" + i);
		}
	}

	@Test
	void noTokenIsEmpty() {
		SdkCredential permanent = new SdkCredential(new CredentialRotation(
				(call) -> CompletableFuture.completedFuture(TencentCloudCredentials.of("id", "key")), Clock.systemUTC(),
				this.time), this.time);
		assertThat(permanent.getToken()).isEmpty();
		assertThat(permanent.getSnapshot().getToken()).isEmpty();
	}

	@Test
	void saysWhatIsMissing() {
		SdkCredential none = new SdkCredential(
				new CredentialRotation((call) -> CompletableFuture.completedFuture(null), Clock.systemUTC(), this.time),
				this.time);
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(none::getSecretId)
			.withMessageContaining("tencentcloud.credentials.secret-id");
	}

	@Test
	void cannotBeChanged() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.credential.setSecretId("another"));
	}

	@SafeVarargs
	private static Set<String> numbers(Credential credential, Function<Credential, String>... parts) {
		return Arrays.stream(parts)
			.map((part) -> part.apply(credential).replaceAll("\\D", ""))
			.collect(Collectors.toSet());
	}

}
