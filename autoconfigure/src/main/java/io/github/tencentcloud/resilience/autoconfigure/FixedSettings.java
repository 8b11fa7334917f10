package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What of other properties can be put in force while the application runs. The rest is
 * built into beans at the start: which hosts are meant, how calls are measured and
 * logged, where rate limits are kept.
 *
 * @param effective the other properties, with what is fixed as it was
 * @param ignored the properties that differ but are fixed
 */
record FixedSettings(TencentCloudResilienceProperties effective, List<String> ignored) {

	static FixedSettings of(TencentCloudResilienceProperties before, TencentCloudResilienceProperties now) {
		List<String> ignored = new ArrayList<>();
		check(ignored, "enabled", before, now, TencentCloudResilienceProperties::enabled);
		check(ignored, "hosts", before, now, TencentCloudResilienceProperties::hosts);
		check(ignored, "metrics", before, now, TencentCloudResilienceProperties::metrics);
		check(ignored, "logging", before, now, TencentCloudResilienceProperties::logging);
		check(ignored, "rate-limit.backend", before, now, (properties) -> properties.rateLimit().backend());
		check(ignored, "rate-limit.redis", before, now, (properties) -> properties.rateLimit().redis());
		RateLimitProperties rateLimit = new RateLimitProperties(before.rateLimit().backend(),
				now.rateLimit().maxQueue(), before.rateLimit().redis());
		return new FixedSettings(new TencentCloudResilienceProperties(before.enabled(), now.mode(), before.hosts(),
				now.endpoint(), now.unwrap(), now.defaultPolicy(), now.maxAttempts(), now.codes(), now.reasons(),
				now.endings(), now.policies(), now.catalogue(), products(before.products(), now.products(), ignored),
				now.circuitBreaker(), now.retryBudget(), now.adaptiveThrottling(), rateLimit, now.timeout(),
				now.envelope(), before.metrics(), before.logging()), List.copyOf(ignored));
	}

	private static void check(List<String> ignored, String name, TencentCloudResilienceProperties before,
			TencentCloudResilienceProperties now, Function<TencentCloudResilienceProperties, Object> property) {
		if (!property.apply(before).equals(property.apply(now))) {
			ignored.add(PropertyPath.ROOT.text() + "." + name);
		}
	}

	private static Map<String, ProductProperties> products(Map<String, ProductProperties> before,
			Map<String, ProductProperties> now, List<String> ignored) {
		Map<String, ProductProperties> products = new LinkedHashMap<>();
		now.forEach((name, product) -> {
			ProductProperties old = before.get(name);
			String host = (old != null) ? old.host() : null;
			List<String> failOver = (old != null) ? old.failOver() : List.of();
			PropertyPath path = PropertyPath.ROOT.key("products").name(name);
			if (!Objects.equals(host, product.host())) {
				ignored.add(path.key("host").text());
			}
			if (!failOver.equals(product.failOver())) {
				ignored.add(path.key("fail-over").text());
			}
			products.put(name, withHosts(product, host, failOver));
		});
		return products;
	}

	private static ProductProperties withHosts(ProductProperties product, @Nullable String host,
			List<String> failOver) {
		return new ProductProperties(host, product.endpoint(), product.mode(), product.version(), product.region(),
				product.account(), product.signingHost(), failOver, product.unwrap(), product.maxAttempts(),
				product.timeout(), product.codes(), product.circuitBreaker(), product.retryBudget(),
				product.adaptiveThrottling(), product.bulkhead(), product.actions());
	}

}
