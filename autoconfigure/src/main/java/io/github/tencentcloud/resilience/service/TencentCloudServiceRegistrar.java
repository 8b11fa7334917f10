package io.github.tencentcloud.resilience.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.service.registry.AbstractHttpServiceRegistrar;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Registers the interfaces of {@link ImportTencentCloudServices}, each in the group of
 * its product.
 */
class TencentCloudServiceRegistrar extends AbstractHttpServiceRegistrar {

	/** What it takes for {@code WebClient}: WebFlux, and Boot's part for it. */
	private static final List<String> WEB_CLIENT = List.of("org.springframework.web.reactive.function.client.WebClient",
			"org.springframework.boot.webclient.WebClientCustomizer");

	private final ProductScanner scanner = new ProductScanner();

	private @Nullable ClassLoader classLoader;

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		super.setBeanClassLoader(classLoader);
		this.classLoader = classLoader;
	}

	@Override
	public void setEnvironment(Environment environment) {
		super.setEnvironment(environment);
		this.scanner.setEnvironment(environment);
	}

	@Override
	public void setResourceLoader(ResourceLoader resourceLoader) {
		super.setResourceLoader(resourceLoader);
		this.scanner.setResourceLoader(resourceLoader);
	}

	@Override
	protected void registerHttpServices(GroupRegistry registry, AnnotationMetadata metadata) {
		metadata.getAnnotations().stream(ImportTencentCloudServices.class).forEach((annotation) -> {
			String group = annotation.getString("group");
			HttpServiceGroup.ClientType client = clientType(annotation);
			types(annotation).forEach((type) -> registry.forGroup(group(group, type), client).register(type));
		});
	}

	private HttpServiceGroup.ClientType clientType(MergedAnnotation<ImportTencentCloudServices> annotation) {
		HttpServiceGroup.ClientType type = annotation.getEnum("clientType", HttpServiceGroup.ClientType.class);
		if (type != HttpServiceGroup.ClientType.UNSPECIFIED) {
			return type;
		}
		return WEB_CLIENT.stream().allMatch((name) -> ClassUtils.isPresent(name, this.classLoader))
				? HttpServiceGroup.ClientType.WEB_CLIENT : HttpServiceGroup.ClientType.REST_CLIENT;
	}

	private Set<Class<?>> types(MergedAnnotation<ImportTencentCloudServices> annotation) {
		Set<Class<?>> types = new LinkedHashSet<>(Set.of(annotation.getClassArray("types")));
		for (Class<?> marker : annotation.getClassArray("basePackageClasses")) {
			find(marker.getPackageName(), types);
		}
		for (String name : annotation.getStringArray("basePackages")) {
			find(name, types);
		}
		return types;
	}

	private void find(String basePackage, Set<Class<?>> types) {
		for (BeanDefinition found : this.scanner.findCandidateComponents(basePackage)) {
			types.add(ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), this.classLoader));
		}
	}

	private static String group(String name, Class<?> type) {
		if (StringUtils.hasText(name)) {
			return name;
		}
		String product = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY)
			.get(TencentCloudProduct.class)
			.getValue("value", String.class)
			.orElse("");
		if (!StringUtils.hasText(product)) {
			throw new WrongInterfaceException(
					"@ImportTencentCloudServices does not know which product %s calls.".formatted(type.getName()),
					"Add @TencentCloudProduct(\"…\") to it, for example with \"cvm\", "
							+ "or say group = \"…\" and set spring.http.serviceclient.<group>.base-url.");
		}
		return product;
	}

	/** Finds interfaces, which the parent takes for no components. */
	private static final class ProductScanner extends ClassPathScanningCandidateComponentProvider {

		ProductScanner() {
			super(false);
			addIncludeFilter(new AnnotationTypeFilter(TencentCloudProduct.class, true, true));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			AnnotationMetadata metadata = definition.getMetadata();
			return metadata.isIndependent() && metadata.isInterface() && !metadata.isAnnotation();
		}

	}

}
