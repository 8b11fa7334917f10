package io.github.tencentcloud.resilience.autoconfigure;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;

/**
 * Finds out whether anybody listens to observations but handlers that make meters, for
 * which we have our own. A registry does not tell what handlers it has. So this is known
 * of Boot's registry only, to which Boot adds those that are beans, and only if nothing
 * else customizes it.
 */
class ObservationListeners {

	/** In modules that an application need not have. */
	private static final String BOOT = "org.springframework.boot.micrometer.observation.autoconfigure.";

	private static final String METERS = "io.micrometer.core.instrument.observation.MeterObservationHandler";

	private final ConfigurableListableBeanFactory beanFactory;

	ObservationListeners(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Whether there are any, as far as we know.
	 * @return {@code false} if it is certain that there are none
	 */
	boolean exist() {
		Class<?> meters = type(METERS);
		Class<?> customizer = type(BOOT + "ObservationRegistryCustomizer");
		return meters == null || customizer == null || !isOfBoot(names(ObservationRegistry.class))
				|| names(customizer).length > 0 || !areAll(meters, names(ObservationHandler.class));
	}

	/** Where beans were worked out ahead of time, nobody knows who defined them. */
	private boolean isOfBoot(String[] registries) {
		return registries.length == 1 && this.beanFactory.containsBeanDefinition(registries[0])
				&& this.beanFactory.getBeanDefinition(registries[0]) instanceof AnnotatedBeanDefinition definition
				&& isOfBoot(definition.getFactoryMethodMetadata());
	}

	private static boolean isOfBoot(@Nullable MethodMetadata factory) {
		return factory != null && factory.getDeclaringClassName().equals(BOOT + "ObservationAutoConfiguration");
	}

	private boolean areAll(Class<?> type, String[] names) {
		for (String name : names) {
			if (!this.beanFactory.isTypeMatch(name, type)) {
				return false;
			}
		}
		return true;
	}

	/** No bean is created for this. */
	private String[] names(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false);
	}

	private static @Nullable Class<?> type(String name) {
		try {
			return Class.forName(name, false, ObservationListeners.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
