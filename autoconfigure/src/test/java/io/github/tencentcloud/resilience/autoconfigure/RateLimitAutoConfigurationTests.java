package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.tencentcloud.resilience.RequiresTool;
import io.github.tencentcloud.resilience.ThrottledException;
import io.github.tencentcloud.resilience.admission.QuotaGate;
import io.github.tencentcloud.resilience.admission.RedisServer;
import io.github.tencentcloud.resilience.admission.SharedQuotas;
import io.github.tencentcloud.resilience.telemetry.SharedRateLimitGauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Rate limits with nothing but properties.
 */
class RateLimitAutoConfigurationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Receiver cvm = new Receiver();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("tencentcloud.resilience.products.cvm.host=" + this.cvm.host(),
				"tencentcloud.resilience.products.cvm.actions.DescribeInstances.rate-limit=1/m",
				"tencentcloud.resilience.rate-limit.max-queue=0",
				"tencentcloud.resilience.rate-limit.redis.timeout=5s");

	@AfterEach
	void close() {
		this.cvm.close();
	}

	@Test
	void embeddedByDefault() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(SharedQuotas.class);
			call(context, "DescribeInstances");
			assertThatExceptionOfType(ThrottledException.class).isThrownBy(() -> call(context, "describeInstances"))
				.withMessageContaining("More than 0 calls to cvm.DescribeInstances wait for their rate limit of 1/m");
			call(context, "RunInstances");
		});
	}

	@Test
	void withoutBucket4j() {
		this.runner.withClassLoader(new FilteredClassLoader("io.github.bucket4j"))
			.withPropertyValues("tencentcloud.resilience.products.cvm.actions.DescribeInstances.rate-limit=20/s")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidTencentCloudConfigurationException.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
					TencentCloudResilienceAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.github.bucket4j", "io.lettuce", "org.springframework.data"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(QuotaGate.class));
	}

	@Test
	@RequiresTool("redis-server")
	void sharedWithTheUrl() {
		try (RedisServer redis = new RedisServer()) {
			shared(this.runner.withPropertyValues("tencentcloud.resilience.rate-limit.redis.url=" + redis.url()),
					redis);
		}
	}

	@Test
	@RequiresTool("redis-server")
	void sharedWithTheClientOfSpringData() {
		try (RedisServer redis = new RedisServer()) {
			shared(this.runner.withBean(LettuceConnectionFactory.class,
					() -> new LettuceConnectionFactory("127.0.0.1", redis.port())), redis);
		}
	}

	@Test
	@RequiresTool("redis-server")
	void clientOfSpringDataThatIsReplaced() {
		try (RedisServer redis = new RedisServer()) {
			this.runner.withPropertyValues("tencentcloud.resilience.rate-limit.backend=redis")
				.withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", redis.port()))
				.run((context) -> {
					LettuceConnectionFactory factory = context.getBean(LettuceConnectionFactory.class);
					await().atMost(LIMIT).until(() -> gauge(context) == 1);
					call(context, "DescribeInstances");
					factory.stop();
					call(context, "DescribeInstances");
					assertThat(gauge(context)).isZero();
					factory.start();
					await().atMost(LIMIT).until(() -> gauge(context) == 1);
					assertThatExceptionOfType(ThrottledException.class)
						.isThrownBy(() -> call(context, "DescribeInstances"));
					assertThat(gauge(context)).as("refused by Redis").isOne();
				});
		}
	}

	@Test
	@RequiresTool("redis-server")
	void sharedWithAClientOfTheApplication() {
		try (RedisServer redis = new RedisServer()) {
			shared(this.runner.withPropertyValues("tencentcloud.resilience.rate-limit.redis.url=redis://127.0.0.1:1")
				.withBean(RedisClient.class, () -> RedisClient.create(redis.url())), redis);
		}
	}

	@Test
	void startsWithoutRedis() {
		this.runner
			.withPropertyValues("tencentcloud.resilience.rate-limit.backend=redis",
					"tencentcloud.resilience.rate-limit.redis.url=redis://127.0.0.1:1")
			.run((context) -> {
				call(context, "DescribeInstances");
				assertThat(gauge(context)).isZero();
			});
	}

	private void shared(ApplicationContextRunner runner, RedisServer redis) {
		runner
			.withPropertyValues("tencentcloud.resilience.rate-limit.backend=redis",
					"tencentcloud.resilience.rate-limit.redis.key-prefix=mine:")
			.run((context) -> {
				await().atMost(LIMIT).until(() -> gauge(context) == 1);
				call(context, "DescribeInstances");
				try (RedisClient client = RedisClient.create(redis.url())) {
					assertThat(client.connect(StringCodec.UTF8).sync().keys("*"))
						.contains("mine:default:cvm:describeinstances:none:1/m");
				}
				assertThatExceptionOfType(ThrottledException.class).isThrownBy(() -> call(context, "DescribeInstances"))
					.withMessageContaining(
							"More than 0 calls to cvm.DescribeInstances wait for their rate limit of 1/m");
			});
	}

	private static double gauge(ApplicationContext context) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		if (registry.find("tencentcloud.client.rate.limit.shared").gauge() == null) {
			context.getBean(SharedRateLimitGauge.class).bindTo(registry);
		}
		return registry.get("tencentcloud.client.rate.limit.shared").gauge().value();
	}

	private void call(ApplicationContext context, String action) {
		ApplicationCall.send(context, this.cvm.host(), action);
	}

}
