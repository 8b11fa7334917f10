package io.github.tencentcloud.resilience.autoconfigure;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * Reports clients without the filter, so that none is unguarded in silence. Builders that
 * got the filter and lost it again get a warning. Beans that never had it may well call
 * somebody else, so these only get a notice. Both are checked once all beans have been
 * created, a client that is created later as soon as it exists. No bean is created
 * because of this.
 *
 * <p>
 * Only Spring's own implementations are checked, since asking those for their filters has
 * no side effect.
 */
final class UnguardedClients implements EarlyPostProcessor, SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	private static final String CLIENT = WebClient.class.getPackageName() + ".DefaultWebClient";

	private static final String BUILDER = CLIENT + "Builder";

	/** The most clients that are named. */
	private static final int MAX_NAMES = 20;

	private final ObjectProvider<TencentCloudResilienceProperties> properties;

	/** Builders that have got the filter; kept until the start-up is over. */
	private final Map<WebClient.Builder, Boolean> guarded = new IdentityHashMap<>();

	/** Other builders, and the names of their beans; kept until the start-up is over. */
	private final Map<WebClient.Builder, String> others = new IdentityHashMap<>();

	/** Names of beans that have been reported, or will be. */
	private final Set<String> unguarded = new TreeSet<>();

	private boolean started;

	UnguardedClients(ObjectProvider<TencentCloudResilienceProperties> properties) {
		this.properties = properties;
	}

	/** A builder has just got the filter, and should keep it. */
	synchronized void watch(WebClient.Builder builder) {
		if (!this.started && builder.getClass().getName().equals(BUILDER)) {
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

	private void look(WebClient client, String name) {
		if (hasFilter(client.mutate())) {
			return;
		}
		boolean late;
		synchronized (this) {
			late = this.unguarded.size() < MAX_NAMES && this.unguarded.add(name) && this.started;
		}
		if (late) {
			tell(List.of(name));
		}
	}

	/** Whoever asked for a builder may be about to add the filter to it. */
	private synchronized void remember(WebClient.Builder builder, String name) {
		if (!this.started) {
			this.others.put(builder, name);
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		long lost;
		List<String> names;
		synchronized (this) {
			this.started = true;
			lost = this.guarded.keySet().stream().filter((builder) -> !hasFilter(builder)).count();
			this.others.keySet().removeAll(this.guarded.keySet());
			this.others.keySet().removeIf(UnguardedClients::hasFilter);
			this.unguarded.addAll(this.others.values());
			names = List.copyOf(this.unguarded);
			this.guarded.clear();
			this.others.clear();
		}
		if (lost > 0 && this.properties.getObject().enabled()) {
			logger.warn("Of the WebClient.Builders that Spring Boot configured, {} no longer had the filter of "
					+ "tencentcloud-resilience when the application had started, so their clients call Tencent Cloud "
					+ "unguarded. Look for filters(List::clear) or the like, also in a WebClientCustomizer, and leave the "
					+ "TencentCloudResilienceFilter in place: it passes requests to other hosts untouched", lost);
		}
		if (!names.isEmpty()) {
			tell(names);
		}
	}

	private void tell(List<String> names) {
		TencentCloudResilienceProperties properties = this.properties.getObject();
		if (properties.enabled() && properties.logging().unguardedClients()) {
			logger
				.info("These beans lack the filter of tencentcloud-resilience, so their calls are not guarded: {}. If "
						+ "one of them calls Tencent Cloud, build it with Spring Boot's WebClient.Builder, or add the bean "
						+ "TencentCloudResilienceFilter as its first filter. If none does, silence this with "
						+ "tencentcloud.resilience.logging.unguarded-clients=false", String.join(", ", names));
		}
	}

	private static boolean hasFilter(WebClient.Builder builder) {
		AtomicBoolean found = new AtomicBoolean();
		builder
			.filters((filters) -> found.set(filters.stream().anyMatch(TencentCloudResilienceFilter.class::isInstance)));
		return found.get();
	}

}
