package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.TestCalls;
import io.github.tencentcloud.resilience.engine.TestSignature;
import io.github.tencentcloud.resilience.signing.BodyHash;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link Signing}.
 */
class SigningTests {

	private static final TencentCloudCredentials CREDENTIALS = TencentCloudCredentials.of("AKIDtest", "key");

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final AttemptLimit limit = new TestCalls(new VirtualTime()).limit(Duration.ofMillis(20),
			Duration.ofMinutes(1));

	@AfterEach
	void nobodyIsInterrupted() {
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void signsWithWhatTheProviderHas() throws IOException {
		sign(() -> CompletableFuture.completedFuture(CREDENTIALS), null);
		assertThat(this.headers.get("Authorization")).contains("Credential=AKIDtest/");
		assertThat(this.headers).containsKey("X-TC-Timestamp");
	}

	@Test
	void waitsForThemOnThisThread() throws IOException {
		CompletableFuture<TencentCloudCredentials> late = new CompletableFuture<>();
		Thread provider = new Thread(() -> late.complete(CREDENTIALS), "provider");
		sign(() -> {
			provider.start();
			return late;
		}, null);
		assertThat(this.headers).containsKey("Authorization");
	}

	@Test
	void withoutCredentialsNothingIsSigned() throws IOException {
		sign(() -> CompletableFuture.completedFuture(null), this.limit);
		assertThat(this.headers).isEmpty();
	}

	@Test
	void failingProvider() {
		IllegalStateException cause = new IllegalStateException("no STS");
		assertThatExceptionOfType(CredentialsException.class)
			.isThrownBy(() -> sign(() -> CompletableFuture.failedFuture(cause), this.limit))
			.withCause(cause);
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> sign(() -> {
			throw cause;
		}, this.limit)).withCause(cause);
		CredentialsException own = new CredentialsException("said by the provider");
		assertThatThrownBy(() -> sign(() -> CompletableFuture.failedFuture(own), this.limit)).isSameAs(own);
		assertThat(this.headers).isEmpty();
	}

	@Test
	void theyComeTooLate() {
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> sign(CompletableFuture::new, this.limit))
			.withMessageContaining("has not answered in time");
		assertThat(this.headers).isEmpty();
	}

	@Test
	void interruptEndsTheWaitAndIsKept() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> sign(CompletableFuture::new, null));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.headers).isEmpty();
	}

	private void sign(Supplier<CompletionStage<TencentCloudCredentials>> provider, AttemptLimit limit)
			throws IOException {
		CallSignature signature = new TestSignature(new ServerClock(new TestClock()), (uri) -> true)
			.of(new TencentCloudCall("cvm", "DescribeInstances", "2017-03-12", "none", "cvm.tencentcloudapi.com",
					"POST"), provider, SigningOptions.DEFAULTS);
		UnsignedRequest request = new UnsignedRequest("POST", URI.create("https://cvm.tencentcloudapi.com/"),
				Map.of("Content-Type", "application/json", "X-TC-Action", "DescribeInstances")::get, false,
				BodyHash.EMPTY);
		Signing.sign(signature, request, limit, this.headers::put);
	}

}
