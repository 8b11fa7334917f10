package io.github.tencentcloud.resilience.admission;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.Time;

/**
 * Quotas that all instances of an application share, kept by Bucket4j in a remote store.
 * While the store does not answer in time, each instance counts on its own, and tries to
 * reach the store in the background until it is back. No call waits for a connection.
 */
public class SharedQuotas implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SharedQuotas.class);

	private final Callable<AsyncProxyManager<byte[]>> connector;

	private final Duration timeout;

	private final String keyPrefix;

	private final Time time;

	private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

	private final AtomicInteger changes = new AtomicInteger();

	private volatile @Nullable AsyncProxyManager<byte[]> store;

	/** Guarded by this. */
	private @Nullable StoreSearch search;

	private volatile boolean closed;

	/**
	 * Create the quotas, and begin to connect.
	 * @param connector connects to the store; may block, and fail. Called on each try,
	 * and should return the same store as long as it is usable.
	 * @param timeout how long the store may take to answer
	 * @param keyPrefix the prefix of all keys; instances with the same prefix share their
	 * quotas
	 * @param time the clock for the store's timeout
	 */
	public SharedQuotas(Callable<AsyncProxyManager<byte[]>> connector, Duration timeout, String keyPrefix, Time time) {
		this.connector = connector;
		this.timeout = timeout;
		this.keyPrefix = keyPrefix;
		this.time = time;
		search();
	}

	/**
	 * Whether the quotas are currently shared.
	 * @return {@code false} while this instance counts on its own
	 */
	public boolean isShared() {
		return this.state.get() == State.SHARED;
	}

	/** How often the store was lost or found. */
	int changes() {
		return this.changes.get();
	}

	Time time() {
		return this.time;
	}

	Duration timeout() {
		return this.timeout;
	}

	@Nullable AsyncProxyManager<byte[]> store() {
		return this.store;
	}

	/** The bucket in a store. Simultaneous requests are batched. */
	AsyncBucketProxy bucket(AsyncProxyManager<byte[]> store, String name, BucketConfiguration configuration) {
		return store.builder()
			.withOptimization(Optimizations.batching())
			.build((this.keyPrefix + name).getBytes(StandardCharsets.UTF_8),
					() -> CompletableFuture.completedFuture(configuration));
	}

	/** The store has failed, or taken too long. */
	void lost(Throwable cause) {
		if (this.state.getAndSet(State.ALONE) == State.ALONE) {
			return;
		}
		this.changes.incrementAndGet();
		if (!this.closed) {
			logger.warn("The rate limits of Tencent Cloud's actions are not shared at the moment, since Redis does not "
					+ "answer ({}). Each instance keeps them for itself until it does.", describe(cause));
			search();
		}
	}

	/** Does nothing once these quotas are closed. */
	private synchronized void search() {
		if (!this.closed) {
			this.search = new StoreSearch(this.connector, this::probe, this::found, this::failed, this.time);
			this.search.start();
		}
	}

	/** Whether the store answers in time. */
	private void probe(AsyncProxyManager<byte[]> store) throws Exception {
		bucket(store, "probe", Bandwidths.of(new RateLimit(1, Duration.ofSeconds(1)))).getAvailableTokens()
			.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void failed(Throwable cause) {
		if (this.state.compareAndSet(State.STARTING, State.ALONE)) {
			logger.warn("The rate limits of Tencent Cloud's actions are not shared yet, since Redis cannot be reached "
					+ "({}). Each instance keeps them for itself until it can.", describe(cause));
		}
	}

	private void found(AsyncProxyManager<byte[]> store) {
		this.store = store;
		this.changes.incrementAndGet();
		if (this.state.getAndSet(State.SHARED) == State.ALONE) {
			logger.info("Redis answers, so the rate limits of Tencent Cloud's actions are shared again.");
		}
	}

	/** The message may contain an address, and that a password. */
	private static String describe(Throwable cause) {
		return Causes.unwrapped(cause).getClass().getSimpleName();
	}

	/**
	 * Stop looking for the store.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.search != null) {
			this.search.stop();
		}
	}

	private enum State {

		STARTING, SHARED, ALONE

	}

}
