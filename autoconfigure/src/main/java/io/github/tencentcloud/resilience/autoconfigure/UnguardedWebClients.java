package io.github.tencentcloud.resilience.autoconfigure;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * Reports each {@code WebClient} without the filter. Builders that got the filter and
 * lost it again get a warning.
 */
final class UnguardedWebClients extends UnguardedClients {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	private static final String CLIENT = WebClient.class.getPackageName() + ".DefaultWebClient";

	private static final String BUILDER = CLIENT + "Builder";

	/** Builders that have got the filter; kept until the start-up is over. */
	private final Map<WebClient.Builder, Boolean> guarded = new IdentityHashMap<>();

	UnguardedWebClients(ObjectProvider<TencentCloudResilienceProperties> properties) {
		super(properties, "filter", "build it with Spring Boot's WebClient.Builder, or add the bean "
				+ "TencentCloudResilienceFilter as its first filter");
	}

	/** A builder has just got the filter, and should keep it. */
	synchronized void watch(WebClient.Builder builder) {
		if (!hasStarted() && builder.getClass().getName().equals(BUILDER)) {
			this.guarded.put(builder, true);
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof WebClient client && client.getClass().getName().equals(CLIENT)) {
			look(client, name);
		}
		else if (bean instanceof WebClient.Builder builder && builder.getClass().getName().equals(BUILDER)) {
			remember(builder, name);
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		long lost;
		synchronized (this) {
			lost = this.guarded.keySet().stream().filter((builder) -> !isGuarded(builder)).count();
			forget(this.guarded.keySet());
			super.afterSingletonsInstantiated();
			this.guarded.clear();
		}
		if (lost > 0 && isEnabled()) {
			logger.warn("Of the WebClient.Builders that Spring Boot configured, {} no longer had the filter of "
					+ "tencentcloud-resilience when the application had started, so their clients call Tencent Cloud "
					+ "unguarded. Look for filters(List::clear) or the like, also in a WebClientCustomizer, and leave the "
					+ "TencentCloudResilienceFilter in place: it passes requests to other hosts untouched", lost);
		}
	}

	@Override
	boolean isGuarded(Object client) {
		WebClient.Builder builder = (client instanceof WebClient built) ? built.mutate() : (WebClient.Builder) client;
		AtomicBoolean found = new AtomicBoolean();
		builder
			.filters((filters) -> found.set(filters.stream().anyMatch(TencentCloudResilienceFilter.class::isInstance)));
		return found.get();
	}

}
