package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Refuses HTTP interfaces with {@link TencentCloudProduct} on {@code RestClient}: their
 * calls would be neither signed nor guarded, and would not even say their action.
 */
class RestClientGroupCheck implements RestClientHttpServiceGroupConfigurer {

	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.forEachClient((group, client) -> check(group));
	}

	private static void check(HttpServiceGroup group) {
		for (Class<?> type : group.httpServiceTypes()) {
			if (MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(TencentCloudProduct.class)) {
				throw new IllegalStateException(("%s calls Tencent Cloud and is in the group '%s', which is built on "
						+ "RestClient. Import it with @ImportTencentCloudServices, or say "
						+ "clientType = HttpServiceGroup.ClientType.WEB_CLIENT.")
					.formatted(type.getName(), group.name()));
			}
		}
	}

}
