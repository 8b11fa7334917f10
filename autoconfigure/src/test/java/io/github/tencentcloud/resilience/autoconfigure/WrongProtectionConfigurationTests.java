package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;

/**
 * What a user sees whose fail-over, bulkhead or rate limit is wrong.
 */
class WrongProtectionConfigurationTests extends AbstractWrongConfigurationTests {

	@Test
	void failOverToWhatIsNoOtherHost() {
		assertStops("""
				tencentcloud.resilience:
				  products:
				    cvm:
				      host: cvm.example:8443
				      fail-over:
				      - CVM.example:8443
				      - https://cvm.ap-guangzhou.tencentcloudapi.com
				      - sms.example
				      - "*.tencentcloudapi.com"
				      - ""
				    sms: { host: sms.example, fail-over: [ sms-2.example, sms-2.example ] }
				""").contains("6 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.resilience.products.cvm.fail-over[0]", "Value: \"CVM.example:8443\"",
				"Reason: Product 'cvm' already has this host.",
				"Property: tencentcloud.resilience.products.cvm.fail-over[1]", "Reason: This is not a host",
				"Property: tencentcloud.resilience.products.cvm.fail-over[2]",
				"Reason: This is also a host of product 'sms'.",
				"Property: tencentcloud.resilience.products.cvm.fail-over[3]",
				"Property: tencentcloud.resilience.products.cvm.fail-over[4]", "Reason: A host must not be blank.",
				"Property: tencentcloud.resilience.products.sms.fail-over[1]", "application.yml] - 6:9");
	}

	@Test
	void failOverInOneLine() {
		assertStops("tencentcloud.resilience.products.cvm.fail-over: cvm.ap-guangzhou.tencentcloudapi.com,a:b")
			.contains("A property of tencentcloud-resilience is wrong:",
					"Property: tencentcloud.resilience.products.cvm.fail-over", "Reason: This is not a host");
	}

	@Test
	void failOverWithoutCircuitBreakers() {
		assertStops("""
				tencentcloud.resilience:
				  circuit-breaker.enabled: false
				  products:
				    cvm.fail-over: cvm.ap-guangzhou.tencentcloudapi.com
				    sms: { fail-over: sms.ap-guangzhou.tencentcloudapi.com, circuit-breaker.enabled: true }
				""").contains("A property of tencentcloud-resilience is wrong:",
				"Property: tencentcloud.resilience.circuit-breaker.enabled", "Value: \"false\"",
				"Reason: Without circuit breakers, nothing can tell when "
						+ "'tencentcloud.resilience.products.cvm.fail-over' is needed.",
				"Write true, or remove 'tencentcloud.resilience.products.cvm.fail-over'.");
	}

	@Test
	void bulkheadWithoutPlaces() {
		assertStops("""
				tencentcloud.resilience.products:
				  cvm.bulkhead: { max-concurrent-calls: 0, max-wait-duration: -1s }
				  sms.bulkhead: { max-wait-duration: 2s }
				  ccc.bulkhead: { max-concurent-calls: 2 }
				""").contains("4 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.resilience.products.cvm.bulkhead.max-concurrent-calls", "Value: \"0\"",
				"Reason: It must be at least 1.",
				"Property: tencentcloud.resilience.products.cvm.bulkhead.max-wait-duration",
				"Reason: A wait must not be negative.",
				"Property: tencentcloud.resilience.products.sms.bulkhead.max-wait-duration",
				"Reason: Without a limit of concurrent calls, there is nothing to wait for.",
				"Set 'tencentcloud.resilience.products.sms.bulkhead.max-concurrent-calls' too, or remove it.",
				"Write 'tencentcloud.resilience.products.ccc.bulkhead.max-concurrent-calls' instead.");
	}

	@Test
	void rateLimitThatIsNone() {
		assertStops("""
				tencentcloud.resilience:
				  products.cvm.actions:
				    DescribeInstances.rate-limit: 20 per second
				    RunInstances.rate-limit: 0/s
				    StopInstances.rate-limit: ${UNSET}
				    StartInstances.rate-limit: 10/h
				    RebootInstances.rate-limit: 1.5 / s
				    ResetInstance.rate-limit: 1234567890/m
				  rate-limit: { backend: rediss, max-queue: -1, redis.timeout: 0 }
				""").contains("9 properties of tencentcloud-resilience are wrong:",
				"Property: tencentcloud.resilience.products.cvm.actions.DescribeInstances.rate-limit",
				"Value: \"20 per second\"", "application.yml] - 3:35",
				"Reason: It is not a number of calls in a second or a minute.",
				"Write 20/s for 20 calls in each second, or 600/m for 600 in each minute.",
				"Property: tencentcloud.resilience.products.cvm.actions.RunInstances.rate-limit",
				"Reason: It allows no call at all.", "Reason: It counts neither per second nor per minute.",
				"Reason: It is not a whole number of calls.", "Reason: It has more than nine digits.",
				"Reason: Nothing is set under 'UNSET', the name in the placeholder.",
				"Property: tencentcloud.resilience.rate-limit.backend", "Reason: It is not one of local, redis.",
				"Write 'redis' instead.", "Property: tencentcloud.resilience.rate-limit.max-queue",
				"Property: tencentcloud.resilience.rate-limit.redis.timeout");
	}

	@Test
	void redisThatIsNowhere() {
		assertStops("tencentcloud.resilience.rate-limit.backend: redis").contains(
				"A property of tencentcloud-resilience is wrong:",
				"Property: tencentcloud.resilience.rate-limit.backend", "Reason: It is not clear which Redis to use.",
				"Set 'tencentcloud.resilience.rate-limit.redis.url', or add "
						+ "org.springframework.boot:spring-boot-starter-data-redis, or write 'local'.");
	}

	@Test
	void redisWhosePasswordMustNotBeSeen() {
		assertStops("""
				tencentcloud.resilience:
				  rate-limit: { backend: redis, redis.url: "http://user:aSecretPassword@redis:6379" }
				""")
			.contains("Property: tencentcloud.resilience.rate-limit.redis.url",
					"Reason: This is not the address of a Redis.")
			.doesNotContain("aSecretPassword");
	}

	@Test
	void endpointWhosePasswordMustNotBeSeen() {
		assertStops("""
				tencentcloud.resilience:
				  endpoint: "http://user:aSecret@localhost:8089"
				  products.cvm.endpoint: "user:aSecret@localhost:8089"
				  products.sms.endpoint: "https://localhost:8089/?token=aSecret"
				""")
			.contains("Reason: A user or a password in it would not be sent.",
					"Reason: It does not begin with 'http://' or 'https://'.",
					"Reason: It must have neither query nor fragment: each request brings its own query.",
					"Value: \"******\"")
			.doesNotContain("aSecret");
	}

	@Test
	void listWhereThereIsOneValue() {
		assertStops("""
				tencentcloud.resilience:
				  endpoint: [ "http://localhost:8089", "http://localhost:8090" ]
				  products:
				    cvm: { mode: [ off ] }
				  timeout: [ 5s ]
				""").contains("Property: tencentcloud.resilience.endpoint[0]", "Value: \"http://localhost:8089\"",
				"application.yml] - 2:15", "Reason: This property takes one value, not a list.",
				"Property: tencentcloud.resilience.endpoint[1]",
				"endpoint[1]: Write a single value for 'tencentcloud.resilience.endpoint'.",
				"cvm.mode[0]: Write a single value for 'tencentcloud.resilience.products.cvm.mode'.",
				"Property: tencentcloud.resilience.timeout[0]", "Remove it, or write one of attempt, call");
	}

	@Test
	void addressOfARedisUnderAnUnknownKey() {
		assertStops("""
				tencentcloud.resilience:
				  rate-limit.redis.uri: "redis://user:aSecret@Pass/word@redis:6379"
				  products.sms.host: "https://user:aSecret@sms.example"
				""")
			.contains("Property: tencentcloud.resilience.rate-limit.redis.uri", "Value: \"redis://******@redis:6379\"",
					"Value: \"https://******@sms.example\"")
			.doesNotContain("aSecret");
	}

}
