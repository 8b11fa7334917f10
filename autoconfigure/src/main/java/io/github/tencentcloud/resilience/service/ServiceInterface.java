package io.github.tencentcloud.resilience.service;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

import io.github.tencentcloud.resilience.ApiNames;
import io.github.tencentcloud.resilience.ApiVersion;

/**
 * An HTTP interface, and what its annotations say; empty where they say nothing.
 *
 * @param type the interface
 * @param product the product that it calls
 * @param version the version of the product's API
 */
record ServiceInterface(Class<?> type, String product, String version) {

	static ServiceInterface of(Class<?> type) {
		MergedAnnotation<TencentCloudProduct> annotation = annotations(type).get(TencentCloudProduct.class);
		String product = annotation.getValue("value", String.class).orElse("");
		String version = annotation.getValue("version", String.class).orElse("");
		if (!product.isEmpty() && !ApiNames.isProduct(product)) {
			throw wrong("@TencentCloudProduct", type.getName(), product, "product", "such as 'cvm'");
		}
		String known = version.isEmpty() ? "" : ApiVersion.of(version);
		if (known == null) {
			String meant = ApiVersion.meant(version);
			throw wrong("@TencentCloudProduct", type.getName(), version, "version, which is a date",
					(meant != null) ? "'" + meant + "'" : "such as '2017-03-12'");
		}
		return new ServiceInterface(type, product, known);
	}

	/**
	 * The interface that a method is called through: of those that clients are made of,
	 * the one that has it, or else the one that declares it.
	 */
	static ServiceInterface owner(Method method, List<ServiceInterface> services) {
		Class<?> declaring = method.getDeclaringClass();
		List<ServiceInterface> owners = services.stream()
			.filter((service) -> declaring.isAssignableFrom(service.type))
			.toList();
		if (owners.isEmpty()) {
			return of(declaring);
		}
		ServiceInterface owner = owners.get(0);
		for (ServiceInterface other : owners) {
			if (!other.product.equalsIgnoreCase(owner.product) || !other.version.equals(owner.version)) {
				throw new WrongInterfaceException(
						"%s and %s both inherit %s.%s, and call different products or versions.".formatted(
								owner.type.getName(), other.type.getName(), declaring.getName(), method.getName()),
						"Put each in a group of its own, or declare the method in both.");
			}
		}
		return owner;
	}

	/** Its own methods, and those that it inherits. */
	Set<Method> actions() {
		return MethodIntrospector.selectMethods(this.type,
				(Method method) -> annotations(method).isPresent(TencentCloudAction.class));
	}

	static String action(Method method) {
		String action = annotations(method).get(TencentCloudAction.class).getValue("value", String.class).orElse("");
		if (!action.isEmpty() && !ApiNames.isAction(action)) {
			throw wrong("@TencentCloudAction", method.getDeclaringClass().getName() + "." + method.getName(), action,
					"action", "such as 'DescribeInstances'");
		}
		return action;
	}

	private static MergedAnnotations annotations(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
	}

	private static WrongInterfaceException wrong(String annotation, String element, String written, String kind,
			String right) {
		return new WrongInterfaceException("%s of %s: '%s' is no %s.".formatted(annotation, element, written, kind),
				"%sWrite the name itself, %s."
					.formatted(written.contains("${") ? "Placeholders are not resolved there. " : "", right));
	}

}
