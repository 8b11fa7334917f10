package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for who looks for the store of quotas.
 */
class StoreSearchTests {

	private static final long LIMIT = 30;

	private final VirtualTime time = new VirtualTime();

	private final List<Throwable> failures = new ArrayList<>();

	private final CompletableFuture<AsyncProxyManager<byte[]>> found = new CompletableFuture<>();

	private final AsyncProxyManager<byte[]> store = store();

	@Test
	void connectorThatNothingInterruptsIsNoSecret() throws Exception {
		CountDownLatch connecting = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		StoreSearch search = new StoreSearch(() -> {
			connecting.countDown();
			while (release.getCount() > 0) {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					// As some do.
				}
			}
			return this.store;
		}, (store) -> {
		}, this.found::complete, this.failures::add, this.time);
		search.start();
		assertThat(connecting.await(LIMIT, TimeUnit.SECONDS)).isTrue();
		this.time.advance(Duration.ofMillis(9999));
		assertThat(this.failures).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.failures).singleElement().isInstanceOf(TimeoutException.class);
		release.countDown();
		assertThat(this.found.get(LIMIT, TimeUnit.SECONDS)).isSameAs(this.store);
		assertThat(this.time.alarms()).isZero();
	}

	@Test
	void connectorThatTakesTooLongIsInterruptedAndAskedAgain() throws Exception {
		CountDownLatch connecting = new CountDownLatch(1);
		StoreSearch search = new StoreSearch(() -> {
			if (connecting.getCount() > 0) {
				connecting.countDown();
				new CountDownLatch(1).await();
			}
			return this.store;
		}, (store) -> {
		}, this.found::complete, (ex) -> {
		}, this.time);
		search.start();
		assertThat(connecting.await(LIMIT, TimeUnit.SECONDS)).isTrue();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.found.get(LIMIT, TimeUnit.SECONDS)).isSameAs(this.store);
	}

	@Test
	void errorIsToldAndTheSearchGoesOn() throws Exception {
		AtomicBoolean thrown = new AtomicBoolean();
		NoClassDefFoundError error = new NoClassDefFoundError("of another version");
		StoreSearch search = new StoreSearch(() -> {
			if (thrown.compareAndSet(false, true)) {
				throw error;
			}
			return this.store;
		}, (store) -> {
		}, this.found::complete, this.failures::add, this.time);
		search.start();
		assertThat(this.found.get(LIMIT, TimeUnit.SECONDS)).isSameAs(this.store);
		assertThat(this.failures).containsExactly(error);
	}

	@SuppressWarnings("unchecked")
	private static AsyncProxyManager<byte[]> store() {
		return mock(AsyncProxyManager.class);
	}

}
