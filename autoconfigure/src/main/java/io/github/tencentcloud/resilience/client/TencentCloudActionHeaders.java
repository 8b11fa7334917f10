package io.github.tencentcloud.resilience.client;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.service.invoker.HttpRequestValues;

/**
 * Turns {@link TencentCloudAction} and {@link TencentCloudProduct} into what a request
 * needs: {@code X-TC-Action}, {@code X-TC-Version} and the product. HTTP interfaces that
 * Spring Boot registers have it already; others add it to their
 * {@link org.springframework.web.service.invoker.HttpServiceProxyFactory.Builder#httpRequestValuesProcessor
 * HttpServiceProxyFactory}. Methods without {@link TencentCloudAction} stay as they are.
 */
public final class TencentCloudActionHeaders implements HttpRequestValues.Processor {

	/** Create the processor. */
	public TencentCloudActionHeaders() {
	}

	@Override
	public void process(Method method, MethodParameter[] parameters, @Nullable Object[] arguments,
			HttpRequestValues.Builder request) {
		TencentCloudAction action = AnnotatedElementUtils.findMergedAnnotation(method, TencentCloudAction.class);
		if (action == null) {
			return;
		}
		request.configureHeaders((headers) -> headers.set("X-TC-Action", action.value()));
		TencentCloudProduct product = AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(),
				TencentCloudProduct.class);
		if (product != null) {
			request.configureAttributes(TencentCloudAttributes.product(product.value()));
			request.configureHeaders((headers) -> addVersion(headers, product.version()));
		}
		if (arguments.length == 0 && HttpMethod.POST.equals(request.getHttpMethod())) {
			request.setContentType(MediaType.APPLICATION_JSON);
			request.setBodyValue("{}");
		}
	}

	/** An argument of the method may have said it already. */
	private static void addVersion(HttpHeaders headers, String version) {
		if (StringUtils.hasText(version) && !headers.containsHeader("X-TC-Version")) {
			headers.set("X-TC-Version", version);
		}
	}

}
