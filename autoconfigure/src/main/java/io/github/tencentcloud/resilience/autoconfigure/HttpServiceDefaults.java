package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Gives HTTP interfaces with {@link TencentCloudProduct} the address of their product,
 * and makes their methods send the headers of their actions.
 */
class HttpServiceDefaults implements WebClientHttpServiceGroupConfigurer, PriorityOrdered {

	private final TencentCloudResilienceProperties properties;

	HttpServiceDefaults(TencentCloudResilienceProperties properties) {
		this.properties = properties;
	}

	/** Before Boot's own configurer, so that its properties win. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		groups.forEachGroup((group, client, factory) -> {
			Set<String> products = products(group);
			if (products.size() == 1) {
				client.baseUrl("https://" + host(products.iterator().next()));
			}
			factory.httpRequestValuesProcessor(new TencentCloudActionHeaders(group.httpServiceTypes()));
		});
	}

	private static Set<String> products(HttpServiceGroup group) {
		return group.httpServiceTypes()
			.stream()
			.map((type) -> MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).get(TencentCloudProduct.class))
			.filter(MergedAnnotation::isPresent)
			.map((product) -> product.getString("value").toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
	}

	private String host(String product) {
		return this.properties.products()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().equalsIgnoreCase(product))
			.map((entry) -> entry.getValue().host())
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse(product + ".tencentcloudapi.com");
	}

}
