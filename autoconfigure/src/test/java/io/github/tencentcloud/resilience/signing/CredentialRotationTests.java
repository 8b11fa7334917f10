package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CredentialRotation}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CredentialRotationTests {

	private static final TencentCloudCredentials OLD = Calls.credentials("old");

	private static final TencentCloudCredentials NEW = Calls.credentials("new");

	private static final TencentCloudCredentials NEWER = Calls.credentials("newer");

	private final TestClock clock = new TestClock();

	private final Source source = new Source();

	private final CredentialRotation rotation = new CredentialRotation(this.source, this.clock, this.clock.time());

	@Test
	void nothingNew() {
		assertThat(refresh(OLD)).isFalse();
		assertThat(resolve()).isEqualTo(OLD);
		assertThat(this.source.refreshes).hasValue(1);
	}

	@Test
	void newCredentialsAreUsedFromThenOn() {
		this.source.fresh.set(CompletableFuture.completedFuture(NEW));
		assertThat(refresh(OLD)).isTrue();
		assertThat(resolve()).isEqualTo(NEW);
		assertThat(resolve()).isEqualTo(NEW);
	}

	@Test
	void untilTheProviderHasNewsOfItsOwn() {
		this.source.fresh.set(CompletableFuture.completedFuture(NEW));
		refresh(OLD);
		this.source.known.set(CompletableFuture.completedFuture(NEWER));
		assertThat(resolve()).isEqualTo(NEWER);
	}

	@Test
	void providerThatHangsKeepsNobodyAwayForEver(CapturedOutput output) {
		this.source.fresh.set(new CompletableFuture<>());
		CompletableFuture<Boolean> refresh = this.rotation.refresh(Calls.call(), OLD, null);
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(refresh).isNotDone();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(Calls.get(refresh)).isFalse();
		assertThat(output).containsOnlyOnce("has not answered within 60 s");
	}

	@Test
	void providerThatAnswersIsNotWaitedForAnyLonger() {
		CompletableFuture<TencentCloudCredentials> answer = new CompletableFuture<>();
		this.source.fresh.set(answer);
		CompletableFuture<Boolean> refresh = this.rotation.refresh(Calls.call(), OLD, null);
		assertThat(this.clock.alarms()).isOne();
		answer.complete(NEW);
		assertThat(Calls.get(refresh)).isTrue();
		assertThat(this.clock.alarms()).isZero();
	}

	@Test
	void providerThatThrows() {
		CredentialRotation rotation = new CredentialRotation((call) -> {
			throw new IllegalStateException("thrown");
		}, this.clock);
		assertThatIllegalStateException().isThrownBy(() -> Calls.get(rotation.resolve(Calls.call(), null)))
			.withMessage("thrown");
		assertThat(Calls.get(rotation.refresh(Calls.call(), OLD, null))).isFalse();
	}

	@Test
	void providerThatAnswersNull() {
		CredentialRotation rotation = new CredentialRotation((call) -> null, this.clock);
		assertThatExceptionOfType(CredentialsException.class)
			.isThrownBy(() -> Calls.get(rotation.resolve(Calls.call(), null)));
	}

	/** It may be shared, as a cache of the provider's is. */
	@Test
	void stageOfAProviderIsNeverCancelled() {
		CompletableFuture<TencentCloudCredentials> shared = new CompletableFuture<>();
		this.source.known.set(shared);
		CompletableFuture<TencentCloudCredentials> first = this.rotation.resolve(Calls.call(), null);
		CompletableFuture<TencentCloudCredentials> second = this.rotation.resolve(Calls.call(), null);
		first.cancel(true);
		assertThat(shared).isNotDone();
		shared.complete(NEW);
		assertThat(Calls.get(second)).isEqualTo(NEW);
	}

	@Test
	void stagesOfAllKinds() {
		this.source.known.set(CompletableFuture.completedStage(NEW));
		assertThat(resolve()).isEqualTo(NEW);
		this.source.known.set(new CompletableFuture<TencentCloudCredentials>().minimalCompletionStage());
		assertThat((Object) this.rotation.resolve(Calls.call(), null)).isInstanceOf(CompletableFuture.class);
		this.source.known.set(CompletableFuture.supplyAsync(() -> NEWER));
		assertThat(resolve()).isEqualTo(NEWER);
	}

	@Test
	void onceAMinute() {
		refresh(OLD);
		this.source.fresh.set(CompletableFuture.completedFuture(NEW));
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(refresh(OLD)).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(2);
	}

	@Test
	void callsThatWereOnTheirWayNeedNoRefresh() {
		this.source.fresh.set(CompletableFuture.completedFuture(NEW));
		for (int i = 0; i < 10; i++) {
			assertThat(refresh(OLD)).isTrue();
		}
		assertThat(this.source.refreshes).hasValue(1);
	}

	@Test
	void providerThatKnowsAlreadyNeedsNoRefresh() {
		this.source.known.set(CompletableFuture.completedFuture(NEW));
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(0);
	}

	@Test
	void replacementsCanBeReplaced() {
		this.source.fresh.set(CompletableFuture.completedFuture(NEW));
		refresh(OLD);
		this.clock.advance(Duration.ofMinutes(2));
		this.source.fresh.set(CompletableFuture.completedFuture(NEWER));
		assertThat(refresh(NEW)).isTrue();
		assertThat(resolve()).isEqualTo(NEWER);
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(2);
	}

	@Test
	void providerThatFails(CapturedOutput output) {
		this.source.fresh.set(CompletableFuture.failedFuture(new IllegalStateException("metadata server is away")));
		assertThat(refresh(OLD)).isFalse();
		assertThat(resolve()).isEqualTo(OLD);
		this.source.known.set(CompletableFuture.failedFuture(new IllegalStateException("broken")));
		assertThat(refresh(OLD)).isFalse();
		assertThat(output).containsOnlyOnce("metadata server is away");
	}

	@Test
	void providerThatHasNothing() {
		this.source.fresh.set(CompletableFuture.completedFuture(null));
		assertThat(refresh(OLD)).isFalse();
		this.source.known.set(CompletableFuture.completedFuture(null));
		assertThat(refresh(OLD)).isFalse();
		assertThat(resolve()).isNull();
	}

	@Test
	void accountsAreApart() {
		this.source.fresh.set(CompletableFuture.completedFuture(NEW));
		TencentCloudCall marketing = Calls.callOf("marketing");
		assertThat(Calls.get(this.rotation.refresh(marketing, OLD, null))).isTrue();
		assertThat(resolve()).isEqualTo(OLD);
		assertThat(Calls.get(this.rotation.resolve(Calls.callOf("Marketing"), null))).isEqualTo(NEW);
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(2);
	}

	@Test
	void accountsAreBounded() {
		for (int i = 0; i < 1_500; i++) {
			Calls.get(this.rotation.refresh(Calls.callOf("account" + i), OLD, null));
		}
		assertThat(this.rotation).extracting("accounts.values")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.hasSizeLessThanOrEqualTo(1_000);
	}

	@Test
	void oneRefreshForAllWhoWait() {
		CompletableFuture<TencentCloudCredentials> answer = new CompletableFuture<>();
		this.source.fresh.set(answer);
		List<CompletableFuture<Boolean>> refreshes = IntStream.range(0, 100)
			.mapToObj((i) -> this.rotation.refresh(Calls.call(), OLD, null))
			.toList();
		assertThat(this.source.refreshes).hasValue(1);
		answer.complete(NEW);
		assertThat(refreshes).extracting(Calls::get).containsOnly(true).hasSize(100);
	}

	@Test
	void goesOnWhenWhoAskedFirstGivesUp() {
		CompletableFuture<TencentCloudCredentials> answer = new CompletableFuture<>();
		this.source.fresh.set(answer);
		CompletableFuture<Boolean> first = this.rotation.refresh(Calls.call(), OLD, null);
		CompletableFuture<Boolean> second = this.rotation.refresh(Calls.call(), OLD, null);
		first.cancel(true);
		answer.complete(NEW);
		assertThat(Calls.get(second)).isTrue();
		assertThat(resolve()).isEqualTo(NEW);
	}

	/** No call is told in vain that nothing has changed. */
	@RepeatedTest(20)
	void manyAtOnce() {
		this.source.fresh
			.set(CompletableFuture.supplyAsync(() -> NEW, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)));
		List<Boolean> repeated = Flux.range(0, 200)
			.flatMap((i) -> Mono.defer(() -> Mono.fromFuture(this.rotation.refresh(Calls.call(), OLD, null)))
				.subscribeOn(Schedulers.parallel()), 200)
			.collectList()
			.block(Calls.LIMIT);
		assertThat(repeated).hasSize(200).containsOnly(true);
		assertThat(this.source.refreshes).hasValue(1);
	}

	@Test
	void replacementIsLoggedWithoutSecrets(CapturedOutput output) {
		this.source.fresh.set(CompletableFuture.completedFuture(NEW));
		refresh(OLD);
		assertThat(output.getAll()).contains("have been replaced").doesNotContain("AKIDnew", "key of", "token of");
	}

	@Test
	void whatAProviderSaysForgesNoLine(CapturedOutput output) {
		this.source.fresh.set(CompletableFuture
			.failedFuture(new IllegalStateException("vault:\n2026-01-01 INFO forged\u2028\u001b[2J")));
		refresh(OLD);
		assertThat(output.getAll()).contains("vault: 2026-01-01 INFO forged [2J").doesNotContain("\u001b", "\u2028");
	}

	/** Of these only so many may wait. */
	@Test
	void whoeverGoesDoesNotWaitAnyMore() {
		this.source.known.set(new CompletableFuture<>());
		for (int i = 0; i < 1_001; i++) {
			this.rotation.owner("AKID" + i, Calls.call(), null).cancel(false);
			this.rotation.refresh(Calls.call(), OLD, null).cancel(false);
		}
		CompletableFuture<TencentCloudCredentials> waiting = this.rotation.resolve(Calls.call(), null);
		assertThat(waiting).isNotDone();
		waiting.cancel(false);
	}

	private boolean refresh(TencentCloudCredentials used) {
		return Boolean.TRUE.equals(Calls.get(this.rotation.refresh(Calls.call(), used, null)));
	}

	private TencentCloudCredentials resolve() {
		return Calls.get(this.rotation.resolve(Calls.call(), null));
	}

	private static final class Source implements TencentCloudCredentialsProvider {

		private final AtomicReference<CompletionStage<TencentCloudCredentials>> known = new AtomicReference<>(
				CompletableFuture.completedFuture(OLD));

		private final AtomicReference<CompletionStage<TencentCloudCredentials>> fresh = new AtomicReference<>(
				CompletableFuture.completedFuture(OLD));

		private final AtomicInteger refreshes = new AtomicInteger();

		@Override
		public CompletionStage<TencentCloudCredentials> resolve(TencentCloudCall call) {
			return this.known.get();
		}

		@Override
		public CompletionStage<TencentCloudCredentials> refresh(TencentCloudCall call) {
			this.refreshes.incrementAndGet();
			return this.fresh.get();
		}

	}

}
