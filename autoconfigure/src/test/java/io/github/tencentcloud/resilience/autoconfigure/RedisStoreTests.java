package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.AbstractRedisClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RedisStoreTests {

	@Test
	void noClientIsMadeOnceItIsClosed() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		RedisStore store = new RedisStore(
				new RateLimitRedisProperties("redis://127.0.0.1:1", Duration.ofMillis(500), "prefix:"),
				beans
					.getBeanProvider(ResolvableType.forClassWithGenerics(LettuceBasedProxyManager.class, byte[].class)),
				beans.getBeanProvider(AbstractRedisClient.class), beans.getBeanProvider(RedisStore.BootClient.class));
		store.close();
		assertThatIllegalStateException().isThrownBy(store::call).withMessage("The application is stopping");
	}

}
