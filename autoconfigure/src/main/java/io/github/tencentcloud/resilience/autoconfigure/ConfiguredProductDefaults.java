package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.ApiVersion;
import io.github.tencentcloud.resilience.engine.ProductDefaults;

/**
 * What the configuration adds to requests, by product.
 */
final class ConfiguredProductDefaults implements Function<String, ProductDefaults> {

	private final ProductDefaults unconfigured;

	private final ByProduct<ProductDefaults> products;

	ConfiguredProductDefaults(TencentCloudResilienceProperties properties) {
		ConfiguredEndpoints endpoints = new ConfiguredEndpoints(properties);
		this.unconfigured = new ProductDefaults(null, null, null, null, List.of(), endpoints.global());
		this.products = new ByProduct<>(properties,
				(name, product) -> new ProductDefaults(version(text(product.version())), text(product.region()),
						text(product.account()), text(product.signingHost()), failOver(product),
						endpoints.of(product)));
	}

	private static List<String> failOver(ProductProperties product) {
		return product.failOver().stream().map((host) -> host.trim().toLowerCase(Locale.ROOT)).toList();
	}

	@Override
	public ProductDefaults apply(String product) {
		return this.products.find(product, this.unconfigured);
	}

	private static @Nullable String version(@Nullable String text) {
		String version = (text != null) ? ApiVersion.of(text) : null;
		return (version != null) ? version : text;
	}

	/** A variable that is set to an empty value sets nothing. */
	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value.trim() : null;
	}

}
