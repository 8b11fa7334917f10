package io.github.tencentcloud.resilience.autoconfigure;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * Refuses HTTP interfaces that call Tencent Cloud and are built on {@code RestClient}, if
 * they have methods that only a reactive client can serve: these would fail with each
 * call.
 */
class RestClientGroupCheck implements RestClientHttpServiceGroupConfigurer {

	/** Whether there is {@code WebClient} to turn to. */
	private final boolean webClient;

	RestClientGroupCheck(boolean webClient) {
		this.webClient = webClient;
	}

	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		Set<String> reactive = new TreeSet<>();
		groups.filter(AnnotatedInterfaces::areIn).forEachProxyFactory((group, factory) -> {
			for (Class<?> type : group.httpServiceTypes()) {
				exchanges(type).flatMap((method) -> reactive(type, method))
					.forEach((use) -> reactive.add("%s (group '%s') %s".formatted(type.getName(), group.name(), use)));
			}
		});
		if (!reactive.isEmpty()) {
			throw UnsuitableClientException.reactive(reactive, this.webClient);
		}
	}

	private static Stream<Method> exchanges(Class<?> type) {
		return MethodIntrospector
			.selectMethods(type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, HttpExchange.class))
			.stream();
	}

	private static Stream<String> reactive(Class<?> type, Method method) {
		String name = method.getName();
		Class<?> returned = reactive(ResolvableType.forMethodReturnType(method, type));
		return Stream.concat(Stream.ofNullable(returned).map((found) -> name + " returns " + found.getSimpleName()),
				IntStream.range(0, method.getParameterCount())
					.mapToObj((index) -> reactive(ResolvableType.forMethodParameter(method, index, type)))
					.flatMap(Stream::ofNullable)
					.map((found) -> name + " takes " + found.getSimpleName()));
	}

	private static @Nullable Class<?> reactive(ResolvableType type) {
		Class<?> found = type.resolve();
		if (found == null) {
			return null;
		}
		if (found == ResponseEntity.class) {
			return reactive(type.getGeneric());
		}
		return (CompletionStage.class.isAssignableFrom(found)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(found) != null) ? found : null;
	}

}
