package io.github.tencentcloud.resilience.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CredentialsLookup}: what a provider asks for itself is told from what
 * others ask.
 */
class CredentialsLookupTests {

	private final TestClock clock = new TestClock();

	private final List<@Nullable CredentialsLookup> seen = new ArrayList<>();

	private final CompletableFuture<TencentCloudCredentials> answer = new CompletableFuture<>();

	private final CredentialRotation rotation = new CredentialRotation((call) -> {
		this.seen.add(CredentialsLookup.current());
		return this.answer;
	}, this.clock, this.clock.time());

	@AfterEach
	void noMarkIsLeft() {
		assertThat(CredentialsLookup.current()).isNull();
	}

	@Test
	void threadIsMarkedAsLongAsItAsks() {
		this.rotation.resolve(Calls.call(), CredentialsLookup.current());
		assertThat(CredentialsLookup.current()).isNull();
		assertThat(this.seen).hasSize(1).doesNotContainNull();
	}

	@Test
	void callOfTheProviderGetsNone() {
		this.rotation.resolve(Calls.call(), null);
		CredentialsLookup lookup = this.seen.get(0);
		assertThat(this.rotation.resolve(Calls.call(), lookup)).isCompletedWithValue(null);
		assertThat(this.rotation.refresh(Calls.call(), Calls.credentials(), lookup)).isCompletedWithValue(false);
		assertThat(this.seen).hasSize(1);
	}

	@Test
	void callForAnotherAccountGetsSome() {
		this.rotation.resolve(Calls.callOf("ops"), null);
		this.rotation.resolve(Calls.callOf("base"), this.seen.get(0));
		assertThat(this.seen).hasSize(2);
		// But not one that leads back.
		assertThat(this.rotation.resolve(Calls.callOf("ops"), this.seen.get(1))).isCompletedWithValue(null);
		assertThat(this.rotation.resolve(Calls.callOf("base"), this.seen.get(1))).isCompletedWithValue(null);
	}

	/** Names of accounts match without regard to case. */
	@Test
	void sameAccountInOtherLetters() {
		this.rotation.resolve(Calls.callOf("ops"), null);
		assertThat(this.rotation.resolve(Calls.callOf("OPS"), this.seen.get(0))).isCompletedWithValue(null);
	}

	@Test
	void applicationsDoNotMeet() {
		CredentialRotation other = new CredentialRotation(
				(call) -> CompletableFuture.completedFuture(Calls.credentials()), this.clock);
		this.rotation.resolve(Calls.call(), null);
		assertThat(other.resolve(Calls.call(), this.seen.get(0))).isCompletedWithValue(Calls.credentials());
	}

	@Test
	void whatWaitsGoesOnUnmarked() {
		List<@Nullable CredentialsLookup> after = new ArrayList<>();
		this.rotation.resolve(Calls.call(), null).thenRun(() -> after.add(CredentialsLookup.current()));
		CredentialRotation other = new CredentialRotation((call) -> {
			this.answer.complete(Calls.credentials());
			return this.answer;
		}, this.clock);
		other.resolve(Calls.call(), null);
		assertThat(after).hasSize(1).containsOnlyNulls();
	}

	@Test
	void markGoesWhenTheProviderThrows() {
		CredentialRotation failing = new CredentialRotation((call) -> {
			throw new IllegalStateException("thrown");
		}, this.clock);
		assertThatIllegalStateException().isThrownBy(() -> Calls.get(failing.resolve(Calls.call(), null)));
	}

	/** One whose own calls are not recognised is not asked until no memory is left. */
	@Test
	void soManyMayWait() {
		List<CompletableFuture<TencentCloudCredentials>> waiting = IntStream.range(0, 1_000)
			.mapToObj((i) -> this.rotation.resolve(Calls.call(), null))
			.toList();
		assertThatExceptionOfType(CredentialsException.class)
			.isThrownBy(() -> Calls.get(this.rotation.resolve(Calls.call(), null)))
			.withMessageStartingWith("1000 calls are already waiting");
		// Who goes makes room, whatever becomes of the provider.
		waiting.forEach((future) -> future.cancel(false));
		assertThat(this.rotation.resolve(Calls.call(), null)).isNotDone();
		this.answer.complete(Calls.credentials());
		assertThat(this.rotation.resolve(Calls.call(), null)).isCompletedWithValue(Calls.credentials());
	}

	/** Its calls are known: whoever starts under load waits for the first answer. */
	@Test
	void anyNumberMayWaitForTheSdk() {
		CountDownLatch answered = new CountDownLatch(1);
		SdkCredentialsProvider sdk = new SdkCredentialsProvider((CredentialsProvider) () -> {
			try {
				answered.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return new Credential("id", "key");
		}, this.clock);
		CredentialRotation rotation = new CredentialRotation(StaticCredentialsProvider.withDefault(sdk, Map.of()),
				this.clock);
		List<CompletableFuture<TencentCloudCredentials>> waiting = IntStream.range(0, 1_500)
			.mapToObj((i) -> rotation.resolve(Calls.call(), null))
			.toList();
		answered.countDown();
		assertThat(waiting).extracting(Calls::get).containsOnly(TencentCloudCredentials.of("id", "key"));
	}

	@Test
	void whoGoesMakesRoomAlsoAfterARotation() {
		this.rotation.refresh(Calls.call(), Calls.credentials(), null).cancel(false);
		for (int i = 0; i < 2_000; i++) {
			CompletableFuture<TencentCloudCredentials> resolved = this.rotation.resolve(Calls.call(), null);
			assertThat(resolved).isNotDone();
			resolved.cancel(false);
		}
	}

	/** It may be made of calls through a client that signs. */
	@Test
	void goesAlongToTheThreadThatMayBlock() {
		SdkCredentialsProvider sdk = new SdkCredentialsProvider((CredentialsProvider) () -> {
			this.seen.add(CredentialsLookup.current());
			return new Credential("id", "key");
		}, this.clock);
		CredentialRotation rotation = new CredentialRotation(StaticCredentialsProvider.withDefault(sdk, Map.of()),
				this.clock);
		Calls.get(rotation.resolve(Calls.call(), null));
		assertThat(rotation.resolve(Calls.call(), this.seen.get(0))).isCompletedWithValue(null);
	}

}
