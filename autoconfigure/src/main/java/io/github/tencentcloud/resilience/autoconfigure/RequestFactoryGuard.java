package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.core.Ordered;

import io.github.tencentcloud.resilience.restclient.RestClientCalls;

/**
 * Puts the guard around the builder of request factories that Spring Boot makes, or the
 * application itself, and with it into each {@code RestClient.Builder},
 * {@code RestTemplateBuilder} and HTTP service group. A customizer would not do: Boot
 * asks none of them if the builder is the application's own.
 */
class RequestFactoryGuard implements BeanPostProcessor, BeanFactoryAware, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(RequestFactoryGuard.class);

	private final ObjectProvider<RestClientCalls> calls;

	private @Nullable ConfigurableListableBeanFactory beans;

	RequestFactoryGuard(ObjectProvider<RestClientCalls> calls) {
		this.calls = calls;
	}

	@Override
	public void setBeanFactory(BeanFactory beans) {
		this.beans = (beans instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	/** After all others, whose wrappers know other builders. */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (!(bean instanceof ClientHttpRequestFactoryBuilder<?> builder)
				|| bean instanceof GuardedRequestFactoryBuilder<?>) {
			return bean;
		}
		if (!isKnownByItsInterface(name)) {
			logger
				.warn("The bean '{}' is declared as {}, so no guard can be put around it: calls to Tencent Cloud over "
						+ "the RestClients and RestTemplates that are built with it are not guarded. Declare it as "
						+ "ClientHttpRequestFactoryBuilder<?>", name, bean.getClass().getSimpleName());
			return bean;
		}
		return new GuardedRequestFactoryBuilder<>(this.calls.getObject(), builder);
	}

	/** Whoever asks for a bean of a certain class gets nothing else. */
	private boolean isKnownByItsInterface(String name) {
		if (this.beans == null || !this.beans.containsBeanDefinition(name)) {
			return true;
		}
		Class<?> declared = this.beans.getMergedBeanDefinition(name).getResolvableType().resolve();
		return declared == null || declared == ClientHttpRequestFactoryBuilder.class || declared == Object.class;
	}

}
