package io.github.tencentcloud.resilience.autoconfigure;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
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
		List<String> reactive = new ArrayList<>();
		Class<?> returned = reactive(ResolvableType.forMethodReturnType(method, type));
		if (returned != null) {
			reactive.add(method.getName() + " returns " + returned.getSimpleName());
		}
		for (int index = 0; index < method.getParameterCount(); index++) {
			Class<?> taken = reactive(ResolvableType.forMethodParameter(method, index, type));
			if (taken != null) {
				reactive.add(method.getName() + " takes " + taken.getSimpleName());
			}
		}
		return reactive.stream();
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
