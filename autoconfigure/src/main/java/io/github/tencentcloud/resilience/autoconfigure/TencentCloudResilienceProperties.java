package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.policy.Policy;

/**
 * Properties of resilient calls to Tencent Cloud.
 *
 * @param enabled Whether to guard calls to Tencent Cloud at all. If not, requests still
 * get their version, region, address and signature.
 * @param mode How far calls are guarded: "enforce" decides, "observe" only measures,
 * "off" does neither.
 * @param hosts Hosts of Tencent Cloud. One that starts with "*." also covers every host
 * below it; requests to any other host pass untouched, unless they come from interfaces
 * with "@TencentCloudProduct".
 * @param endpoint Address to send all calls to, whatever host they name, for a fake, a
 * recorder or a gateway; scheme and host, if need be with a port and a path.
 * @param unwrap Whether the caller gets the content of "Response" instead of the whole
 * envelope. If not set, callers of interfaces with "@TencentCloudProduct" do, and no
 * others.
 * @param defaultPolicy Name of the policy for codes that no table knows.
 * @param maxAttempts Most attempts per call, whatever the policies add up to.
 * @param codes Names of policies by error code or dotted prefix of it.
 * @param reasons Names of policies by reason, which is all of a code after its first dot.
 * @param endings Names of policies by ending, which is one or more words at the end of a
 * reason.
 * @param policies Policies by name; a built-in one is overridden field by field.
 * @param catalogue The built-in table of codes.
 * @param products Settings of single products by name.
 * @param circuitBreaker Circuit breakers of all products.
 * @param retryBudget Budgets that the retries of each product are paid from.
 * @param adaptiveThrottling Pacing after the server has said that there are too many
 * calls.
 * @param rateLimit How the rate limits of actions are kept.
 * @param timeout Time limits of all products.
 * @param envelope How answers are read.
 * @param metrics How calls are measured.
 * @param logging How failed calls are logged.
 */
@ConfigurationProperties("tencentcloud.resilience")
record TencentCloudResilienceProperties(@DefaultValue("true") boolean enabled, @DefaultValue("enforce") Mode mode,
		@DefaultValue("*.tencentcloudapi.com") List<String> hosts, @Nullable String endpoint, @Nullable Boolean unwrap,
		@DefaultValue(Policy.UNKNOWN) String defaultPolicy, @DefaultValue("10") int maxAttempts,
		@DefaultValue Map<String, String> codes, @DefaultValue Map<String, String> reasons,
		@DefaultValue Map<String, String> endings, @DefaultValue Map<String, PolicyProperties> policies,
		@DefaultValue @NestedConfigurationProperty CatalogueProperties catalogue,
		@DefaultValue Map<String, ProductProperties> products,
		@DefaultValue @NestedConfigurationProperty BreakerProperties circuitBreaker,
		@DefaultValue @NestedConfigurationProperty RetryBudgetProperties retryBudget,
		@DefaultValue @NestedConfigurationProperty AdaptiveThrottlingProperties adaptiveThrottling,
		@DefaultValue @NestedConfigurationProperty RateLimitProperties rateLimit,
		@DefaultValue @NestedConfigurationProperty TimeoutProperties timeout,
		@DefaultValue @NestedConfigurationProperty EnvelopeProperties envelope,
		@DefaultValue @NestedConfigurationProperty MetricsProperties metrics,
		@DefaultValue @NestedConfigurationProperty LoggingProperties logging) {

	TencentCloudResilienceProperties {
		policies = RelaxedNames.withoutTwins(policies);
		products = RelaxedNames.withoutTwins(products);
	}

}
