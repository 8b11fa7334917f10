package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/**
 * Connects Bucket4j with the application's Redis, on first use. A client that was created
 * here is closed here.
 */
class RedisStore implements Callable<AsyncProxyManager<byte[]>>, AutoCloseable {

	/** How long an unused bucket stays in Redis once it is full again. */
	private static final Duration KEPT = Duration.ofSeconds(10);

	private static final Duration LONGEST_BEFORE_RECONNECTING = Duration.ofSeconds(2);

	private final RateLimitRedisProperties properties;

	private final ObjectProvider<LettuceBasedProxyManager<byte[]>> managers;

	private final ObjectProvider<AbstractRedisClient> clients;

	private final ObjectProvider<BootClient> boot;

	/** Guarded by this, like the flag whether this is closed. */
	private @Nullable RedisClient own;

	private boolean closed;

	private volatile @Nullable Connected connected;

	RedisStore(RateLimitRedisProperties properties, ObjectProvider<LettuceBasedProxyManager<byte[]>> managers,
			ObjectProvider<AbstractRedisClient> clients, ObjectProvider<BootClient> boot) {
		this.properties = properties;
		this.managers = managers;
		this.clients = clients;
		this.boot = boot;
	}

	/** A client that has been replaced has closed its connections. */
	@Override
	public AsyncProxyManager<byte[]> call() {
		LettuceBasedProxyManager<byte[]> manager = this.managers.getIfUnique();
		if (manager != null) {
			return manager.asAsync();
		}
		AbstractRedisClient client = client();
		Connected connected = this.connected;
		if (connected == null || connected.client != client) {
			connected = new Connected(client, connect(client));
			this.connected = connected;
		}
		return connected.manager.asAsync();
	}

	private AbstractRedisClient client() {
		AbstractRedisClient client = this.clients.getIfUnique();
		if (client != null) {
			return client;
		}
		String url = this.properties.url();
		return StringUtils.hasText(url) ? own(url) : this.boot.getObject().get();
	}

	private LettuceBasedProxyManager<byte[]> connect(AbstractRedisClient client) {
		LettuceBasedProxyManagerBuilder<byte[]> builder = (client instanceof RedisClusterClient cluster)
				? Bucket4jLettuce.casBasedBuilder(cluster) : Bucket4jLettuce.casBasedBuilder((RedisClient) client);
		return builder.requestTimeout(this.properties.timeout())
			.expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT))
			.build();
	}

	private synchronized RedisClient own(String url) {
		if (this.closed) {
			throw new IllegalStateException("The application is stopping");
		}
		RedisClient own = this.own;
		if (own == null) {
			RedisURI uri = RedisURI.create(url);
			own = RedisClient.create(ClientResources.builder()
				.reconnectDelay(
						Delay.exponential(Duration.ofMillis(1), LONGEST_BEFORE_RECONNECTING, 2, TimeUnit.MILLISECONDS))
				.build(), uri);
			own.setOptions(ClientOptions.builder().disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS).build());
			this.own = own;
		}
		return own;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		RedisClient own = this.own;
		if (own != null) {
			own.shutdown(Duration.ZERO, Duration.ofSeconds(2));
			own.getResources().shutdown(0, 2, TimeUnit.SECONDS);
		}
	}

	private record Connected(AbstractRedisClient client, LettuceBasedProxyManager<byte[]> manager) {

	}

	/** The client that {@code spring.data.redis} configures. */
	@FunctionalInterface
	interface BootClient {

		AbstractRedisClient get();

	}

}
