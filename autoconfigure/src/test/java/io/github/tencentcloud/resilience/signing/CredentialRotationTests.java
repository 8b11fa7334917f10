package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

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

	private final CredentialRotation rotation = new CredentialRotation(this.source, this.clock);

	@Test
	void nothingNew() {
		assertThat(refresh(OLD)).isFalse();
		assertThat(resolve()).isEqualTo(OLD);
		assertThat(this.source.refreshes).hasValue(1);
	}

	@Test
	void newCredentialsAreUsedFromThenOn() {
		this.source.fresh.set(Mono.just(NEW));
		assertThat(refresh(OLD)).isTrue();
		assertThat(resolve()).isEqualTo(NEW);
		assertThat(resolve()).isEqualTo(NEW);
	}

	@Test
	void untilTheProviderHasNewsOfItsOwn() {
		this.source.fresh.set(Mono.just(NEW));
		refresh(OLD);
		this.source.known.set(Mono.just(NEWER));
		assertThat(resolve()).isEqualTo(NEWER);
	}

	@Test
	void providerThatHangsKeepsNobodyAwayForEver() {
		this.source.fresh.set(Mono.never());
		StepVerifier.withVirtualTime(() -> this.rotation.refresh(Calls.call(), OLD))
			.thenAwait(Duration.ofMinutes(1))
			.expectNext(false)
			.expectComplete()
			.verify(Calls.LIMIT);
		this.clock.advance(Duration.ofMinutes(1));
		this.source.fresh.set(Mono.just(NEW));
		assertThat(refresh(OLD)).isTrue();
	}

	@Test
	void onceAMinute() {
		refresh(OLD);
		this.source.fresh.set(Mono.just(NEW));
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(refresh(OLD)).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(2);
	}

	@Test
	void callsThatWereOnTheirWayNeedNoRefresh() {
		this.source.fresh.set(Mono.just(NEW));
		for (int i = 0; i < 10; i++) {
			assertThat(refresh(OLD)).isTrue();
		}
		assertThat(this.source.refreshes).hasValue(1);
	}

	@Test
	void providerThatKnowsAlreadyNeedsNoRefresh() {
		this.source.known.set(Mono.just(NEW));
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(0);
	}

	@Test
	void replacementsCanBeReplaced() {
		this.source.fresh.set(Mono.just(NEW));
		refresh(OLD);
		this.clock.advance(Duration.ofMinutes(2));
		this.source.fresh.set(Mono.just(NEWER));
		assertThat(refresh(NEW)).isTrue();
		assertThat(resolve()).isEqualTo(NEWER);
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(2);
	}

	@Test
	void providerThatFails(CapturedOutput output) {
		this.source.fresh.set(Mono.error(new IllegalStateException("metadata server is away")));
		assertThat(refresh(OLD)).isFalse();
		assertThat(resolve()).isEqualTo(OLD);
		this.source.known.set(Mono.error(new IllegalStateException("broken")));
		assertThat(refresh(OLD)).isFalse();
		assertThat(output).containsOnlyOnce("metadata server is away");
	}

	@Test
	void providerThatHasNothing() {
		this.source.fresh.set(Mono.empty());
		assertThat(refresh(OLD)).isFalse();
		this.source.known.set(Mono.empty());
		assertThat(refresh(OLD)).isFalse();
		assertThat(resolve()).isNull();
	}

	@Test
	void accountsAreApart() {
		this.source.fresh.set(Mono.just(NEW));
		TencentCloudCall marketing = Calls.callOf("marketing");
		assertThat(this.rotation.refresh(marketing, OLD).block(Calls.LIMIT)).isTrue();
		assertThat(resolve()).isEqualTo(OLD);
		assertThat(this.rotation.resolve(Calls.callOf("Marketing")).block(Calls.LIMIT)).isEqualTo(NEW);
		assertThat(refresh(OLD)).isTrue();
		assertThat(this.source.refreshes).hasValue(2);
	}

	@Test
	void accountsAreBounded() {
		for (int i = 0; i < 1_500; i++) {
			this.rotation.refresh(Calls.callOf("account" + i), OLD).block(Calls.LIMIT);
		}
		assertThat(this.rotation).extracting("accounts")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.hasSizeLessThanOrEqualTo(1_000);
	}

	@Test
	void oneRefreshForAllWhoWait() {
		Sinks.One<TencentCloudCredentials> answer = Sinks.one();
		this.source.fresh.set(answer.asMono());
		List<Mono<Boolean>> refreshes = Flux.range(0, 100)
			.map((i) -> this.rotation.refresh(Calls.call(), OLD).cache())
			.collectList()
			.block(Calls.LIMIT);
		refreshes.forEach(Mono::subscribe);
		assertThat(this.source.refreshes).hasValue(1);
		answer.tryEmitValue(NEW);
		assertThat(Flux.concat(refreshes).collectList().block(Calls.LIMIT)).containsOnly(true).hasSize(100);
	}

	@Test
	void goesOnWhenWhoAskedFirstGivesUp() {
		Sinks.One<TencentCloudCredentials> answer = Sinks.one();
		this.source.fresh.set(answer.asMono());
		Disposable first = this.rotation.refresh(Calls.call(), OLD).subscribe();
		Mono<Boolean> second = this.rotation.refresh(Calls.call(), OLD).cache();
		second.subscribe();
		first.dispose();
		answer.tryEmitValue(NEW);
		assertThat(second.block(Calls.LIMIT)).isTrue();
		assertThat(resolve()).isEqualTo(NEW);
	}

	/** No call is told in vain that nothing has changed. */
	@RepeatedTest(20)
	void manyAtOnce() {
		this.source.fresh.set(Mono.just(NEW).publishOn(Schedulers.parallel()));
		List<Boolean> repeated = Flux.range(0, 200)
			.flatMap((i) -> this.rotation.refresh(Calls.call(), OLD).subscribeOn(Schedulers.parallel()), 200)
			.collectList()
			.block(Calls.LIMIT);
		assertThat(repeated).hasSize(200).containsOnly(true);
		assertThat(this.source.refreshes).hasValue(1);
	}

	@Test
	void replacementIsLoggedWithoutSecrets(CapturedOutput output) {
		this.source.fresh.set(Mono.just(NEW));
		refresh(OLD);
		assertThat(output.getAll()).contains("have been replaced").doesNotContain("AKIDnew", "key of", "token of");
	}

	@Test
	void whatAProviderSaysForgesNoLine(CapturedOutput output) {
		this.source.fresh.set(Mono.error(new IllegalStateException("vault:\n2026-01-01 INFO forged\u2028\u001b[2J")));
		refresh(OLD);
		assertThat(output.getAll()).contains("vault: 2026-01-01 INFO forged [2J").doesNotContain("\u001b", "\u2028");
	}

	private boolean refresh(TencentCloudCredentials used) {
		return Boolean.TRUE.equals(this.rotation.refresh(Calls.call(), used).block(Calls.LIMIT));
	}

	private TencentCloudCredentials resolve() {
		return this.rotation.resolve(Calls.call()).block(Calls.LIMIT);
	}

	private static final class Source implements TencentCloudCredentialsProvider {

		private final AtomicReference<Mono<TencentCloudCredentials>> known = new AtomicReference<>(Mono.just(OLD));

		private final AtomicReference<Mono<TencentCloudCredentials>> fresh = new AtomicReference<>(Mono.just(OLD));

		private final AtomicInteger refreshes = new AtomicInteger();

		@Override
		public Mono<TencentCloudCredentials> resolve(TencentCloudCall call) {
			return this.known.get();
		}

		@Override
		public Mono<TencentCloudCredentials> refresh(TencentCloudCall call) {
			this.refreshes.incrementAndGet();
			return this.fresh.get();
		}

	}

}
