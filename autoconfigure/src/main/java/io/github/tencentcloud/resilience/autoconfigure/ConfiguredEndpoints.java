package io.github.tencentcloud.resilience.autoconfigure;

import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.engine.EndpointOverride;

/**
 * The addresses that calls are sent to instead of the hosts that they name.
 */
final class ConfiguredEndpoints {

	private final @Nullable EndpointOverride global;

	private final Set<EndpointOverride> all;

	ConfiguredEndpoints(TencentCloudResilienceProperties properties) {
		this.global = address(properties.endpoint());
		this.all = Stream.concat(Stream.ofNullable(this.global), properties.products().values().stream().map(this::of))
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
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

	/** Whether an address is one of these. */
	boolean covers(URI url) {
		return this.all.stream().anyMatch((endpoint) -> endpoint.covers(url));
	}

	private static @Nullable EndpointOverride address(@Nullable String text) {
		return (text != null) ? EndpointOverride.of(text) : null;
	}

}
