package io.github.tencentcloud.resilience.autoconfigure;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Tells which groups of HTTP interfaces call Tencent Cloud.
 */
final class AnnotatedInterfaces {

	private AnnotatedInterfaces() {
	}

	static boolean areIn(HttpServiceGroup group) {
		return group.httpServiceTypes().stream().anyMatch(AnnotatedInterfaces::isAnnotated);
	}

	private static boolean isAnnotated(Class<?> type) {
		return product(type).isPresent() || !MethodIntrospector
			.selectMethods(type,
					(Method method) -> MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
						.isPresent(TencentCloudAction.class))
			.isEmpty();
	}

	/** The products of a group, in lower case. */
	static Set<String> products(HttpServiceGroup group) {
		return group.httpServiceTypes()
			.stream()
			.map(AnnotatedInterfaces::product)
			.filter(MergedAnnotation::isPresent)
			.map((product) -> product.getString("value").toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
	}

	private static MergedAnnotation<TencentCloudProduct> product(Class<?> type) {
		return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).get(TencentCloudProduct.class);
	}

}
