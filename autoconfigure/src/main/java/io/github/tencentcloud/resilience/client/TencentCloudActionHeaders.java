package io.github.tencentcloud.resilience.client;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.service.invoker.HttpRequestValues;

/**
 * Turns {@link TencentCloudAction} and {@link TencentCloudProduct} into what a request
 * needs: {@code X-TC-Action}, {@code X-TC-Version} and the product. HTTP interfaces that
 * Spring Boot registers have it already; others add it to their
 * {@link org.springframework.web.service.invoker.HttpServiceProxyFactory.Builder#httpRequestValuesProcessor
 * HttpServiceProxyFactory}. Methods without {@link TencentCloudAction} stay as they are.
 */
public final class TencentCloudActionHeaders implements HttpRequestValues.Processor {

	private final Map<Method, Target> targets = new ConcurrentHashMap<>();

	/** Create the processor. */
	public TencentCloudActionHeaders() {
	}

	@Override
	public void process(Method method, MethodParameter[] parameters, @Nullable Object[] arguments,
			HttpRequestValues.Builder request) {
		Target target = this.targets.computeIfAbsent(method, Target::of);
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
		if (!target.product().isEmpty()) {
			request.configureAttributes(TencentCloudAttributes.product(target.product()));
		}
		if (arguments.length == 0 && HttpMethod.POST.equals(request.getHttpMethod())) {
			request.setContentType(MediaType.APPLICATION_JSON);
			request.setBodyValue("{}");
		}
	}

	/**
	 * What a method calls; empty where the annotations do not say it.
	 */
	private record Target(String action, String product, String version) {

		static Target of(Method method) {
			MergedAnnotation<?> action = annotations(method).get(TencentCloudAction.class);
			MergedAnnotation<?> product = annotations(method.getDeclaringClass()).get(TencentCloudProduct.class);
			return new Target(action.getValue("value", String.class).orElse(""),
					product.getValue("value", String.class).orElse(""),
					product.getValue("version", String.class).orElse(""));
		}

		private static MergedAnnotations annotations(AnnotatedElement element) {
			return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		}

	}

}
