package io.github.tencentcloud.resilience.autoconfigure;

import java.util.function.Consumer;

import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * Puts the filter around all others of a {@code WebClient}, so that those run again for
 * each attempt. Define a bean of this type to choose which clients get it.
 */
public class TencentCloudWebClientCustomizer implements WebClientCustomizer, Ordered {

	private final TencentCloudResilienceFilter filter;

	private final Consumer<WebClient.Builder> listener;

	/**
	 * Create the customizer.
	 * @param filter the filter
	 */
	public TencentCloudWebClientCustomizer(TencentCloudResilienceFilter filter) {
		this(filter, (builder) -> {
		});
	}

	TencentCloudWebClientCustomizer(TencentCloudResilienceFilter filter, Consumer<WebClient.Builder> listener) {
		this.filter = filter;
		this.listener = listener;
	}

	@Override
	public void customize(WebClient.Builder builder) {
		builder.filters((filters) -> filters.add(0, this.filter));
		this.listener.accept(builder);
	}

	/** After all others, whose filters might otherwise end up outside. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
