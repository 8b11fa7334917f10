package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SdkCredentialsProvider} with credentials that block and change as the
 * SDK's own do.
 */
@ExtendWith(OutputCaptureExtension.class)
class SdkCredentialsProviderTests {

	private final TestClock clock = new TestClock();

	private final Metadata metadata = new Metadata();

	private final SdkCredentialsProvider provider = new SdkCredentialsProvider(this.metadata::credential, this.clock,
			this.clock.time());

	@Test
	void readsOnAThreadThatMayBlock() {
		assertThat(resolve()).isEqualTo(Calls.credentials("1"));
		assertThat(this.metadata.threads).isNotEmpty()
			.allMatch((thread) -> thread.startsWith("tencentcloud-credentials-"));
	}

	@Test
	void leavesNoThreadBehind() throws Exception {
		this.metadata.hold = new CountDownLatch(1);
		CompletableFuture<TencentCloudCredentials> resolved = this.provider.resolve(Calls.call()).toCompletableFuture();
		this.metadata.reading.await();
		Thread thread = this.metadata.thread;
		assertThat(thread.isDaemon()).isTrue();
		assertThat(resolved).isNotDone();
		this.provider.close();
		thread.join(Calls.LIMIT.toMillis());
		assertThat(thread.isAlive()).isFalse();
		assertThat(resolved).isDone();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> Calls.get(this.provider.refresh(Calls.call())));
	}

	/** Whatever is read and however it ends, the next one is read anew. */
	@Test
	void errorsAreFailures() {
		SdkCredentialsProvider broken = new SdkCredentialsProvider((CredentialsProvider) () -> {
			throw new NoClassDefFoundError("okhttp3/OkHttpClient");
		}, this.clock);
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> Calls.get(broken.resolve(Calls.call())))
			.withRootCauseInstanceOf(NoClassDefFoundError.class);
	}

	@Test
	void whoGivesUpTakesNothingFromTheOthers() {
		this.metadata.hold = new CountDownLatch(1);
		CompletableFuture<TencentCloudCredentials> first = this.provider.resolve(Calls.call()).toCompletableFuture();
		CompletableFuture<TencentCloudCredentials> second = this.provider.resolve(Calls.call()).toCompletableFuture();
		first.cancel(true);
		this.metadata.hold.countDown();
		assertThat(Calls.get(second)).isEqualTo(Calls.credentials("1"));
		assertThat(this.metadata.reads).hasValue(1);
	}

	@Test
	void readsOnceForAll() {
		this.metadata.delay = Duration.ofMillis(500);
		assertThat(Flux.range(0, 200)
			.flatMap((i) -> Mono.defer(() -> Mono.fromCompletionStage(this.provider.resolve(Calls.call())))
				.subscribeOn(Schedulers.parallel()), 200)
			.distinct()
			.collectList()
			.block(Calls.LIMIT)).containsExactly(Calls.credentials("1"));
		assertThat(this.metadata.reads).hasValue(1);
	}

	@Test
	void remembers() {
		resolve();
		this.metadata.version.set(2);
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(resolve()).isEqualTo(Calls.credentials("1"));
		assertThat(this.metadata.reads).hasValue(1);
	}

	@Test
	void renewsInTheBackground() {
		resolve();
		this.metadata.version.set(2);
		this.metadata.hold = new CountDownLatch(1);
		this.clock.advance(Duration.ofMinutes(2));
		for (int i = 0; i < 10; i++) {
			assertThat(resolve()).isEqualTo(Calls.credentials("1"));
		}
		this.metadata.hold.countDown();
		await(() -> resolve().equals(Calls.credentials("2")));
		// A call at the very end of a renewal may begin another one.
		assertThat(this.metadata.reads.get()).isBetween(2, 3);
	}

	/** After an hour without a call, what was read last may have expired. */
	@Test
	void waitsForNewOnesAfterAPause() {
		resolve();
		this.metadata.version.set(2);
		this.clock.advance(Duration.ofHours(1));
		assertThat(resolve()).isEqualTo(Calls.credentials("2"));
	}

	@Test
	void permanentOnesAreNeverWaitedFor() {
		SdkCredentialsProvider permanent = new SdkCredentialsProvider(new Credential("id", "key"), this.clock);
		TencentCloudCredentials credentials = Calls.get(permanent.resolve(Calls.call()));
		assertThat(credentials).isEqualTo(TencentCloudCredentials.of("id", "key"));
		this.clock.advance(Duration.ofHours(1));
		assertThat(permanent.resolve(Calls.call()).toCompletableFuture().getNow(null)).isSameAs(credentials);
	}

	@Test
	void keepsTheOldOnesWhileItFails(CapturedOutput output) {
		resolve();
		this.metadata.error = new TencentCloudSDKException("metadata server is away");
		this.clock.advance(Duration.ofHours(1));
		for (int i = 0; i < 10; i++) {
			assertThat(resolve()).isEqualTo(Calls.credentials("1"));
		}
		assertThat(this.metadata.reads).hasValue(2);
		assertThat(output.getAll()).containsOnlyOnce("could not be read again").contains("stay in use");
		this.metadata.error = null;
		this.metadata.version.set(2);
		this.clock.advance(Duration.ofSeconds(11));
		assertThat(resolve()).isEqualTo(Calls.credentials("2"));
	}

	/**
	 * A metadata server quotes its answer in the error, and a proxy answers in its place.
	 */
	@Test
	void whatTheMetadataServerSaysForgesNoLine(CapturedOutput output) {
		resolve();
		this.metadata.error = new TencentCloudSDKException("<html>\r\n2026-01-01 INFO forged\u2028\u001b[2J");
		this.clock.advance(Duration.ofHours(1));
		resolve();
		assertThat(output.getAll()).contains("<html> 2026-01-01 INFO forged [2J").doesNotContain("\u001b", "\u2028");
	}

	@Test
	void alarmsAreTakenBack() {
		resolve();
		this.clock.advance(Duration.ofHours(1));
		resolve();
		assertThat(this.clock.alarms()).isZero();
	}

	/**
	 * A read that hangs costs the first few calls some seconds, and later ones nothing.
	 */
	@Test
	void keepsTheOldOnesWhileItHangs() {
		resolve();
		this.metadata.hold = new CountDownLatch(1);
		this.metadata.version.set(2);
		this.clock.advance(Duration.ofHours(1));
		CompletableFuture<TencentCloudCredentials> first = this.provider.resolve(Calls.call()).toCompletableFuture();
		this.clock.advance(Duration.ofSeconds(3));
		CompletableFuture<TencentCloudCredentials> second = this.provider.resolve(Calls.call()).toCompletableFuture();
		assertThat(first).isNotDone();
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(Stream.of(first, second)).allMatch(CompletableFuture::isDone)
			.extracting(Calls::get)
			.containsOnly(Calls.credentials("1"));
		assertThat(this.provider.resolve(Calls.call()).toCompletableFuture())
			.isCompletedWithValue(Calls.credentials("1"));
		this.metadata.hold.countDown();
		await(() -> resolve().equals(Calls.credentials("2")));
	}

	@Test
	void failsWithoutOldOnes() {
		this.metadata.error = new TencentCloudSDKException("metadata server is away");
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(CredentialsException.class).isThrownBy(this::resolve);
		}
		assertThat(this.metadata.reads).hasValue(1);
		this.metadata.error = null;
		this.clock.advance(Duration.ofSeconds(11));
		assertThat(resolve()).isEqualTo(Calls.credentials("1"));
	}

	/** As the credential of a CVM's role does. */
	@Test
	void emptyCredentialsAreAFailure() {
		SdkCredentialsProvider empty = new SdkCredentialsProvider(new Credential(), this.clock);
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> Calls.get(empty.resolve(Calls.call())))
			.withMessageContaining("returned no credentials");
		SdkCredentialsProvider none = new SdkCredentialsProvider((CredentialsProvider) () -> null, this.clock);
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> Calls.get(none.resolve(Calls.call())));
	}

	@Test
	void neverMixesOldAndNew() {
		Credential changing = new Credential() {

			private int reads;

			@Override
			public String getSecretId() {
				return "id" + version();
			}

			@Override
			public String getSecretKey() {
				return "key" + version();
			}

			@Override
			public String getToken() {
				return "token" + version();
			}

			private int version() {
				return (this.reads++ < 2) ? 1 : 2;
			}

		};
		assertThat(Calls.get(new SdkCredentialsProvider(changing, this.clock).resolve(Calls.call())))
			.isEqualTo(TencentCloudCredentials.of("id2", "key2", "token2"));
	}

	@Test
	void refreshAsksTheProviderAnew() {
		AtomicInteger files = new AtomicInteger();
		SdkCredentialsProvider profile = new SdkCredentialsProvider(
				(CredentialsProvider) () -> new Credential("id" + files.incrementAndGet(), "key"), this.clock);
		assertThat(Calls.get(profile.resolve(Calls.call())).getSecretId()).isEqualTo("id1");
		assertThat(Calls.get(profile.refresh(Calls.call())).getSecretId()).isEqualTo("id2");
		assertThat(Calls.get(profile.resolve(Calls.call())).getSecretId()).isEqualTo("id2");
	}

	/** As the OIDC provider does when it is asked a second time. */
	@Test
	void refreshKeepsTheCredentialThatRenewsItself() {
		Queue<Credential> answers = new ConcurrentLinkedQueue<>();
		answers.add(this.metadata.credential());
		answers.add(new Credential("", "", ""));
		SdkCredentialsProvider oidc = new SdkCredentialsProvider((CredentialsProvider) answers::poll, this.clock);
		Calls.get(oidc.resolve(Calls.call()));
		this.metadata.version.set(2);
		assertThat(Calls.get(oidc.refresh(Calls.call()))).isEqualTo(Calls.credentials("2"));
		this.metadata.version.set(3);
		assertThat(Calls.get(oidc.refresh(Calls.call()))).isEqualTo(Calls.credentials("3"));
	}

	private TencentCloudCredentials resolve() {
		return Calls.get(this.provider.resolve(Calls.call()));
	}

	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + Calls.LIMIT.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	/** Where the SDK finds credentials, slowly. */
	private static final class Metadata {

		private final AtomicInteger version = new AtomicInteger(1);

		private final AtomicInteger reads = new AtomicInteger();

		private final Queue<String> threads = new ConcurrentLinkedQueue<>();

		private final CountDownLatch reading = new CountDownLatch(1);

		private volatile Thread thread;

		private volatile Duration delay = Duration.ofMillis(1);

		private volatile CountDownLatch hold = new CountDownLatch(0);

		private volatile TencentCloudSDKException error;

		/** Asks the network when the SecretId is read the first time, as the SDK does. */
		Credential credential() {
			return new Credential() {

				private boolean known;

				private int version;

				@Override
				public String getSecretId() {
					if (!this.known) {
						this.version = read();
					}
					this.known = !this.known;
					return (this.version > 0) ? "AKID" + this.version : null;
				}

				@Override
				public String getSecretKey() {
					return "key of " + this.version;
				}

				@Override
				public String getToken() {
					return "token of " + this.version;
				}

			};
		}

		private int read() {
			this.reads.incrementAndGet();
			this.thread = Thread.currentThread();
			this.threads.add(this.thread.getName());
			this.reading.countDown();
			try {
				Thread.sleep(this.delay.toMillis());
				this.hold.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (this.error != null) {
				throw new IllegalStateException(this.error);
			}
			return this.version.get();
		}

	}

}
