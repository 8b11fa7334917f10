package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.github.tencentcloud.resilience.SystemTime;

/**
 * A fleet that shares a quota through a real Redis, in real time, against a server that
 * counts by seconds of the clock and lets the first calls of each through. What is
 * measured is how much of the quota was used, and how much was asked for beyond it.
 */
final class FleetMeasurement {

	private static final int INSTANCES = 8;

	private static final int QUOTA = 20;

	private static final int DEMAND = 5;

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final BucketConfiguration OURS = Bandwidths.of(new RateLimit(QUOTA, Duration.ofSeconds(1)));

	private final String name;

	private final BucketConfiguration limits;

	private final Duration skew;

	private final Random random = new Random(42);

	/** Attempts by the second in which they came to the server. */
	private final Map<Long, AtomicInteger> arrivals = new TreeMap<>();

	private final AtomicInteger refused = new AtomicInteger();

	private final Scheduler server = Schedulers.newSingle("server");

	private final List<CompletableFuture<?>> calls = new ArrayList<>();

	FleetMeasurement(String name, BucketConfiguration limits, Duration skew) {
		this.name = name;
		this.limits = limits;
		this.skew = skew;
	}

	/** With what the library uses. */
	static FleetMeasurement ours() {
		return new FleetMeasurement("at the beginning of each second (ours)", OURS, Duration.ZERO);
	}

	static List<FleetMeasurement> all() {
		Duration off = Duration.ofMillis(50);
		Duration second = Duration.ofSeconds(1);
		BucketConfiguration middle = configuration(Bandwidth.builder()
			.capacity(QUOTA)
			.refillIntervallyAligned(QUOTA, second, Instant.EPOCH.plusMillis(500))
			.build());
		BucketConfiguration evenly = configuration(
				Bandwidth.builder().capacity(QUOTA).refillGreedy(QUOTA, second).build());
		BucketConfiguration single = configuration(Bandwidth.builder().capacity(1).refillGreedy(QUOTA, second).build());
		return List.of(ours(), new FleetMeasurement("the same, clocks up to 50 ms off", OURS, off),
				new FleetMeasurement("in the middle of each second", middle, Duration.ZERO),
				new FleetMeasurement("evenly, up to 20 at once", evenly, Duration.ZERO),
				new FleetMeasurement("evenly, one at a time", single, Duration.ZERO),
				new FleetMeasurement("one at a time, clocks up to 50 ms off", single, off));
	}

	private static BucketConfiguration configuration(Bandwidth bandwidth) {
		return BucketConfiguration.builder().addLimit(bandwidth).build();
	}

	Result run(String redis, int seconds) {
		SystemTime time = new SystemTime();
		List<RedisClient> clients = new ArrayList<>();
		List<SharedQuotas> quotas = new ArrayList<>();
		List<QuotaQueue> queues = new ArrayList<>();
		for (int i = 0; i < INSTANCES; i++) {
			RedisClient client = RedisClient.create(redis);
			long offset = Math.round(this.skew.toMillis() * (2.0 * i / (INSTANCES - 1) - 1));
			SharedQuotas shared = new SharedQuotas(
					() -> Bucket4jLettuce.casBasedBuilder(client).clientClock(clock(offset)).build().asAsync(),
					Duration.ofSeconds(2), this.name + ":", time);
			while (!shared.isShared()) {
				sleep(() -> TimeUnit.MILLISECONDS.toNanos(10));
			}
			clients.add(client);
			quotas.add(shared);
			queues.add(new QuotaQueue(new SharedQuota(shared, "quota", this.limits, new LocalQuota(this.limits, time)),
					100, () -> new GateRefusal("full"), () -> new GateRefusal("late"), time));
		}
		Result result = offer(queues, seconds);
		// Those that still wait would go on beside other tests.
		this.calls.forEach((call) -> call.cancel(false));
		this.server.dispose();
		quotas.forEach(SharedQuotas::close);
		time.close();
		clients.forEach((client) -> client.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
		return result;
	}

	/** After a rest, calls come at any time from one second on, to any instance. */
	private Result offer(List<QuotaQueue> queues, int seconds) {
		long first = System.currentTimeMillis() / 1000 + 2;
		sleep(() -> TimeUnit.MILLISECONDS.toNanos(first * 1000 - System.currentTimeMillis()));
		long end = (first + seconds) * 1000;
		long stall = 0;
		while (System.currentTimeMillis() < end) {
			QuotaQueue queue = queues.get(this.random.nextInt(queues.size()));
			CompletionStage<?> wait = queue.enter(DEADLINE.toNanos());
			CompletableFuture<?> call = (wait != null) ? wait.toCompletableFuture()
					: CompletableFuture.completedFuture(null);
			this.calls.add(call);
			call.whenComplete((ignored, ex) -> {
				if (ex == null) {
					send();
				}
				else if (ex instanceof GateRefusal) {
					this.refused.incrementAndGet();
				}
			});
			long pause = (long) (-Math.log(1 - this.random.nextDouble()) * 1e9 / (QUOTA * DEMAND));
			long start = System.nanoTime();
			sleep(() -> pause);
			stall = Math.max(stall, System.nanoTime() - start - pause);
		}
		sleep(() -> TimeUnit.MILLISECONDS.toNanos(200));
		return new Result(this.name, first, seconds, Map.copyOf(snapshot()), this.refused.get(),
				Duration.ofNanos(stall));
	}

	private void send() {
		int latency;
		synchronized (this.random) {
			latency = 1 + this.random.nextInt(15);
		}
		this.server.schedule(() -> {
			long second = System.currentTimeMillis() / 1000;
			synchronized (this.arrivals) {
				this.arrivals.computeIfAbsent(second, (key) -> new AtomicInteger()).incrementAndGet();
			}
		}, latency, TimeUnit.MILLISECONDS);
	}

	private Map<Long, Integer> snapshot() {
		Map<Long, Integer> snapshot = new TreeMap<>();
		synchronized (this.arrivals) {
			this.arrivals.forEach((second, count) -> snapshot.put(second, count.get()));
		}
		return snapshot;
	}

	private static TimeMeter clock(long offset) {
		return new TimeMeter() {

			@Override
			public long currentTimeNanos() {
				return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + offset);
			}

			@Override
			public boolean isWallClockBased() {
				return true;
			}

		};
	}

	private static void sleep(LongSupplier nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(nanos.getAsLong());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What was measured.
	 *
	 * @param name the kind of refill
	 * @param first the first second that counts
	 * @param seconds how many count
	 * @param arrivals attempts by second
	 * @param refused calls that were never sent
	 * @param stall how long at most the machine kept a caller waiting beyond its pause
	 */
	record Result(String name, long first, int seconds, Map<Long, Integer> arrivals, int refused, Duration stall) {

		/** The share of the quota that was used. */
		double goodput() {
			return sum((count) -> Math.min(count, QUOTA)) / (QUOTA * this.seconds);
		}

		/** What came beyond the quota, as a share of it. */
		double overUse() {
			return sum((count) -> Math.max(count - QUOTA, 0)) / (QUOTA * this.seconds);
		}

		private double sum(java.util.function.IntUnaryOperator share) {
			double sum = 0;
			for (long second = this.first; second < this.first + this.seconds; second++) {
				sum += share.applyAsInt(this.arrivals.getOrDefault(second, 0));
			}
			return sum;
		}

		@Override
		public String toString() {
			return "| %-42s | %5.1f %% | %5.2f %% |".formatted(this.name, 100 * goodput(), 100 * overUse());
		}

	}

}
