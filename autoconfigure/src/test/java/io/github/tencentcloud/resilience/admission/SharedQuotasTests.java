package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.RemoteAsyncBucketBuilder;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.RequiresTool;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Quotas in a real Redis, which freezes, goes and comes back.
 */
@RequiresTool("redis-server")
@ExtendWith(OutputCaptureExtension.class)
class SharedQuotasTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** A minute's worth is one at once, so that a second one has to wait. */
	private static final RateLimit RARE = RateLimit.of("1/m");

	private static final Time TIME = new SystemTime();

	private static final LongConsumer NOTHING = (wait) -> {
	};

	private final RedisServer redis = new RedisServer();

	private final RedisClient client = RedisClient.create(this.redis.url());

	private final List<SharedQuotas> quotas = new ArrayList<>();

	private AsyncProxyManager<byte[]> store;

	@AfterEach
	void stop() {
		this.quotas.forEach(SharedQuotas::close);
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
		this.redis.thaw();
		this.redis.close();
	}

	@Test
	void oneInstanceTakesFromTheOther() {
		SharedQuotas first = quotas(this::connect);
		SharedQuotas second = quotas(this::connect);
		await().atMost(LIMIT).until(() -> first.isShared() && second.isShared());
		assertThat(reserve(first)).isTrue();
		assertThat(reserve(second)).isFalse();
	}

	@Test
	void keyIsAsTheVendorCounts() {
		SharedQuotas shared = quotas(this::connect);
		await().atMost(LIMIT).until(shared::isShared);
		QuotaGate gate = new QuotaGate((product, action) -> RateLimit.of("20/s"), 10, shared, TIME);
		pass(gate, call("cvm", "DescribeInstances", "ap-guangzhou", null));
		pass(gate, call("cvm", "describeInstances", "ap-guangzhou", null));
		pass(gate, call("cvm", "DescribeInstances", "ap-guangzhou", "marketing"));
		assertThat(this.client.connect(StringCodec.UTF8).sync().keys("test:*:*")).containsExactlyInAnyOrder(
				"test:default:cvm:describeinstances:ap-guangzhou:20/s",
				"test:marketing:cvm:describeinstances:ap-guangzhou:20/s");
	}

	@Test
	void frozenRedisIsReplacedAndTakenBack(CapturedOutput output) {
		SharedQuotas shared = quotas(this::connect);
		await().atMost(LIMIT).until(shared::isShared);
		assertThat(reserve(shared)).isTrue();
		this.redis.freeze();
		assertThat(reserve(shared)).as("under the local limit").isTrue();
		assertThat(shared.isShared()).isFalse();
		assertThat(reserve(shared)).isTrue();
		this.redis.thaw();
		await().atMost(LIMIT).until(shared::isShared);
		assertThat(reserve(shared)).as("the quota of Redis is used up").isFalse();
		assertThat(output).containsOnlyOnce("are not shared at the moment")
			.containsOnlyOnce("are shared again")
			.doesNotContain("redis://");
	}

	@ParameterizedTest
	@ValueSource(ints = { 50, 150 })
	void redisThatIsLookedForInVainIsSilent(int answersAfter, CapturedOutput output) {
		AtomicInteger looks = new AtomicInteger();
		AsyncProxyManager<byte[]> manager = Bucket4jLettuce.casBasedBuilder(this.client)
			.requestTimeout(Duration.ofMillis(answersAfter))
			.build()
			.asAsync();
		SharedQuotas shared = new SharedQuotas(() -> {
			looks.incrementAndGet();
			return manager;
		}, Duration.ofMillis(100), "test:", TIME);
		this.quotas.add(shared);
		await().atMost(LIMIT).until(shared::isShared);
		this.redis.freeze();
		for (int i = 0; i < 20; i++) {
			reserve(shared);
		}
		int before = looks.get();
		await().atMost(LIMIT).until(() -> looks.get() >= before + 2);
		this.redis.thaw();
		await().atMost(LIMIT).until(shared::isShared);
		assertThat(output).containsOnlyOnce("are not shared at the moment").doesNotContain(" ERROR ");
	}

	@Test
	void lookThatTakesTooLongIsFollowedByAnother() {
		AtomicInteger looks = new AtomicInteger();
		AsyncProxyManager<byte[]> manager = manager(() -> {
			looks.incrementAndGet();
			return new CompletableFuture<>();
		});
		this.quotas.add(new SharedQuotas(() -> manager, Duration.ofMillis(10), "test:", TIME));
		await().atMost(LIMIT).until(() -> looks.get() >= 3);
	}

	@Test
	void redisThatCannotBeReachedIsSilentWhenNobodyLooksAnyMore(CapturedOutput output) throws Exception {
		CountDownLatch connecting = new CountDownLatch(1);
		CompletableFuture<Thread> failed = new CompletableFuture<>();
		SharedQuotas shared = quotas(() -> {
			connecting.countDown();
			try {
				new CountDownLatch(1).await();
			}
			finally {
				failed.complete(Thread.currentThread());
			}
			throw new IllegalStateException("not reached");
		});
		connecting.await();
		shared.close();
		failed.join().join(LIMIT.toMillis());
		assertThat(failed.join().isAlive()).isFalse();
		assertThat(output).doesNotContain("are not shared");
	}

	@Test
	void redisThatGoesAndComesBack(CapturedOutput output) {
		SharedQuotas shared = quotas(this::connect);
		await().atMost(LIMIT).until(shared::isShared);
		this.redis.close();
		for (int i = 0; i < 20; i++) {
			assertThat(reserve(shared)).isTrue();
		}
		assertThat(shared.isShared()).isFalse();
		this.redis.start();
		await().atMost(LIMIT).until(shared::isShared);
		assertThat(new SharedQuota(shared, "fresh", Bandwidths.of(RARE), new LocalQuota(Bandwidths.of(RARE), TIME))
			.reserve(1, NOTHING)
			.join()).isTrue();
		assertThat(output).containsOnlyOnce("are not shared at the moment").containsOnlyOnce("are shared again");
	}

	@Test
	void redisThatIsNotThereAtTheStart(CapturedOutput output) {
		this.redis.close();
		SharedQuotas shared = quotas(this::connect);
		assertThat(reserve(shared)).isTrue();
		await().atMost(LIMIT).until(() -> output.getOut().contains("are not shared yet"));
		assertThat(shared.isShared()).isFalse();
		this.redis.start();
		await().atMost(LIMIT).until(shared::isShared);
		assertThat(output).containsOnlyOnce("are not shared yet");
	}

	@Test
	void connectionThatNeverComesHoldsNobody() {
		CompletableFuture<AsyncProxyManager<byte[]>> never = new CompletableFuture<>();
		SharedQuotas shared = quotas(never::get);
		assertThat(reserve(shared)).isTrue();
	}

	@Test
	void redisThatIsLostAfterTheEndIsNotLookedFor(CapturedOutput output) {
		SharedQuotas shared = quotas(this::connect);
		await().atMost(LIMIT).until(shared::isShared);
		shared.close();
		this.redis.close();
		assertThat(reserve(shared)).isTrue();
		assertThat(shared.isShared()).isFalse();
		assertThat(output).doesNotContain("are not shared");
	}

	/**
	 * Everything happens on threads of timers and of Lettuce that must not be blocked.
	 */
	@Test
	void eventLoopIsNeverHeld() {
		SharedQuotas shared = quotas(this::connect);
		await().atMost(LIMIT).until(shared::isShared);
		this.redis.freeze();
		AtomicInteger done = new AtomicInteger();
		CompletableFuture<Void> behind = new CompletableFuture<>();
		TIME.alarm(0, () -> {
			for (int i = 0; i < 100; i++) {
				quota(shared).reserve(TimeUnit.SECONDS.toNanos(1), NOTHING)
					.whenComplete((granted, error) -> done.incrementAndGet());
			}
			assertThat(done).as("answered while Redis is frozen").hasValue(0);
			behind.complete(null);
		});
		behind.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		await().atMost(LIMIT).until(() -> done.get() == 100);
	}

	/** All of whose buckets answer like this when they are asked for their tokens. */
	@SuppressWarnings("unchecked")
	private static AsyncProxyManager<byte[]> manager(Supplier<CompletableFuture<Long>> tokens) {
		AsyncBucketProxy bucket = mock(AsyncBucketProxy.class);
		given(bucket.getAvailableTokens()).willAnswer((call) -> tokens.get());
		RemoteAsyncBucketBuilder<byte[]> builder = mock(RemoteAsyncBucketBuilder.class);
		given(builder.withOptimization(any())).willReturn(builder);
		given(builder.build(any(), any(Supplier.class))).willReturn(bucket);
		AsyncProxyManager<byte[]> manager = mock(AsyncProxyManager.class);
		given(manager.builder()).willReturn(builder);
		return manager;
	}

	private SharedQuotas quotas(Callable<AsyncProxyManager<byte[]>> connector) {
		SharedQuotas quotas = new SharedQuotas(connector, Duration.ofSeconds(2), "test:", TIME);
		this.quotas.add(quotas);
		return quotas;
	}

	private synchronized AsyncProxyManager<byte[]> connect() {
		AsyncProxyManager<byte[]> store = this.store;
		if (store == null) {
			store = Bucket4jLettuce.casBasedBuilder(this.client).build().asAsync();
			this.store = store;
		}
		return store;
	}

	/** Each time with a local stand-in that has not been used yet. */
	private static Quota quota(SharedQuotas shared) {
		return new SharedQuota(shared, "quota", Bandwidths.of(RARE), new LocalQuota(Bandwidths.of(RARE), TIME));
	}

	private static void pass(QuotaGate gate, TencentCloudCall call) {
		CompletionStage<?> turn = gate.pass(call, 1, 0, Long.MAX_VALUE);
		assertThat(turn).isNotNull();
		turn.toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

	private static boolean reserve(SharedQuotas shared) {
		return quota(shared).reserve(TimeUnit.SECONDS.toNanos(1), NOTHING)
			.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

	private static TencentCloudCall call(String product, String action, String region, String account) {
		return new TencentCloudCall(product, action, null, region, "host", "POST", account);
	}

}
