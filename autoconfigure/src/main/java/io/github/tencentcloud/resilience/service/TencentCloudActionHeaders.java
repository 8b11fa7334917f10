package io.github.tencentcloud.resilience.service;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.service.invoker.HttpRequestValues;

import io.github.tencentcloud.resilience.TencentCloudAttributes;

/**
 * Turns {@link TencentCloudAction} and {@link TencentCloudProduct} into what a request
 * needs: {@code X-TC-Action}, {@code X-TC-Version} and the product. HTTP interfaces that
 * Spring Boot registers have it already; others add it to their
 * {@link org.springframework.web.service.invoker.HttpServiceProxyFactory.Builder#httpRequestValuesProcessor
 * HttpServiceProxyFactory}. Methods without {@link TencentCloudAction} stay as they are.
 */
public final class TencentCloudActionHeaders implements HttpRequestValues.Processor {

	private final List<ServiceInterface> services;

	private final Map<Method, Target> targets = new ConcurrentHashMap<>();

	/**
	 * Create the processor of interfaces that declare all of their methods themselves.
	 */
	public TencentCloudActionHeaders() {
		this(List.of());
	}

	/**
	 * Create the processor of certain interfaces. What they inherit calls their own
	 * product, and is sent with their own version.
	 * @param services the interfaces that clients are made of
	 * @throws IllegalStateException if an annotation holds a name that no server knows,
	 * or if several of the interfaces inherit the same method and call different products
	 */
	public TencentCloudActionHeaders(Collection<Class<?>> services) {
		this.services = services.stream().distinct().map(ServiceInterface::of).toList();
		for (ServiceInterface service : this.services) {
			service.actions().forEach((method) -> this.targets.computeIfAbsent(method, this::target));
		}
	}

	@Override
	public void process(Method method, MethodParameter[] parameters, @Nullable Object[] arguments,
			HttpRequestValues.Builder request) {
		Target target = this.targets.computeIfAbsent(method, this::target);
		if (!target.product().isEmpty()) {
			request.configureAttributes(TencentCloudAttributes.product(target.product()));
		}
		if (!target.product().isEmpty() || !target.action().isEmpty()) {
			request.configureAttributes(TencentCloudAttributes.annotated());
		}
		if (target.action().isEmpty()) {
			return;
		}
		request.configureHeaders((headers) -> {
			headers.set("X-TC-Action", target.action());
			// An argument of the method may have said it already.
			if (!target.version().isEmpty() && !headers.containsHeader("X-TC-Version")) {
				headers.set("X-TC-Version", target.version());
			}
		});
		if (arguments.length == 0 && HttpMethod.POST.equals(request.getHttpMethod())) {
			request.setContentType(MediaType.APPLICATION_JSON);
			request.setBodyValue("{}");
		}
	}

	private Target target(Method method) {
		return Target.of(method, ServiceInterface.owner(method, this.services));
	}

	/**
	 * What a method calls; empty where the annotations do not say it.
	 */
	private record Target(String action, String product, String version) {

		static Target of(Method method, ServiceInterface owner) {
			return new Target(ServiceInterface.action(method), owner.product(), owner.version());
		}

	}

}
