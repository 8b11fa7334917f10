package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.engine.EndpointOverride;

/**
 * The addresses that calls are sent to instead of the hosts that they name.
 */
final class ConfiguredEndpoints {

	private final @Nullable EndpointOverride global;

	ConfiguredEndpoints(TencentCloudResilienceProperties properties) {
		this.global = address(properties.endpoint());
	}

	/** The endpoint of products without one of their own, or {@code null}. */
	@Nullable EndpointOverride global() {
		return this.global;
	}

	/** The endpoint of a product, or {@code null}. */
	@Nullable EndpointOverride of(ProductProperties product) {
		EndpointOverride own = address(product.endpoint());
		return (own != null) ? own : this.global;
	}

	private static @Nullable EndpointOverride address(@Nullable String text) {
		return (text != null) ? EndpointOverride.of(text) : null;
	}

}
