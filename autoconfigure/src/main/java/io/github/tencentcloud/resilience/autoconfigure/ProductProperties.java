package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.tencentcloud.resilience.Mode;

/**
 * Properties of one product. What is not set is as for all products.
 *
 * @param host Host of the product, with a port if it is not the scheme's own.
 * @param endpoint Address to send its calls to, whatever host they name; scheme and host,
 * if need be with a port and a path.
 * @param mode How far calls of this product are guarded.
 * @param version Version of the API, for requests without X-TC-Version.
 * @param region Region, for requests without X-TC-Region.
 * @param account Account under "tencentcloud.credentials.accounts" whose credentials
 * sign.
 * @param signingHost Host to sign for, where a proxy in between is sent another one.
 * @param failOver Hosts where its calls go in turn while the circuit breaker of their own
 * host is open, each with a port if it is not the scheme's own.
 * @param unwrap Whether the caller gets the content of "Response" instead of the whole
 * envelope. If set neither here nor for all products, callers of interfaces with
 * "@TencentCloudProduct" do, and no others.
 * @param maxAttempts Most attempts per call, whatever the policies add up to.
 * @param timeout Time limits of this product.
 * @param codes Names of policies by error code or dotted prefix of it, for this product.
 * @param circuitBreaker Circuit breakers of this product.
 * @param retryBudget Budget that the retries of this product are paid from.
 * @param adaptiveThrottling Pacing of this product.
 * @param bulkhead Bulkhead of this product, which limits how many attempts are under way
 * at once.
 * @param actions Settings of single actions by name.
 */
record ProductProperties(@Nullable String host, @Nullable String endpoint, @Nullable Mode mode,
		@Nullable String version, @Nullable String region, @Nullable String account, @Nullable String signingHost,
		@DefaultValue List<String> failOver, @Nullable Boolean unwrap, @Nullable Integer maxAttempts,
		@Nullable TimeoutProperties timeout, @DefaultValue Map<String, String> codes,
		@Nullable BreakerProperties circuitBreaker, @Nullable RetryBudgetProperties retryBudget,
		@Nullable AdaptiveThrottlingProperties adaptiveThrottling, @Nullable BulkheadProperties bulkhead,
		@DefaultValue Map<String, ActionProperties> actions) {

}
