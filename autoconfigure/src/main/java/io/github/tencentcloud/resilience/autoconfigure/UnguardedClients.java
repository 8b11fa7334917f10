package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Reports clients without the guard, so that none is unguarded in silence. They may well
 * call somebody else, so they only get a notice. They are checked once all beans have
 * been created, a client that is created later as soon as it exists. No bean is created
 * because of this.
 *
 * <p>
 * Each kind of client has a subclass, which is loaded only where its client is present.
 * Only Spring's own implementations are checked, since looking at those has no side
 * effect.
 */
abstract class UnguardedClients implements EarlyPostProcessor, SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartUpLine.LOGGER);

	/** The most clients that are named. */
	private static final int MAX_NAMES = 20;

	private final ObjectProvider<TencentCloudResilienceProperties> properties;

	/** What lacks, and what to do about it. */
	private final String part;

	private final String advice;

	/** Names by what may still get the guard; kept until the start-up is over. */
	private final Map<Object, String> others = new IdentityHashMap<>();

	/** Names of beans that have been reported, or will be. */
	private final Set<String> unguarded = new TreeSet<>();

	private boolean started;

	UnguardedClients(ObjectProvider<TencentCloudResilienceProperties> properties, String part, String advice) {
		this.properties = properties;
		this.part = part;
		this.advice = advice;
	}

	/** Whether a client, or what builds one, has the guard. */
	abstract boolean isGuarded(Object client);

	/** A client that remains as it is. */
	final void look(Object client, String name) {
		if (isGuarded(client)) {
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

	/**
	 * Something that whoever asked for it may be about to give the guard to.
	 * @return {@code false} if the application has started, so that nobody looks again
	 */
	final synchronized boolean remember(Object client, String name) {
		if (!this.started) {
			this.others.put(client, name);
		}
		return !this.started;
	}

	final synchronized boolean hasStarted() {
		return this.started;
	}

	/** These are told of in another way. */
	final synchronized void forget(Collection<?> clients) {
		this.others.keySet().removeAll(clients);
	}

	final boolean isEnabled() {
		return this.properties.getObject().enabled();
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> names;
		synchronized (this) {
			this.started = true;
			this.others.keySet().removeIf(this::isGuarded);
			this.unguarded.addAll(this.others.values());
			names = this.unguarded.stream().limit(MAX_NAMES).toList();
			this.others.clear();
		}
		if (!names.isEmpty()) {
			tell(names);
		}
	}

	void tell(List<String> names) {
		TencentCloudResilienceProperties properties = this.properties.getObject();
		if (properties.enabled() && properties.logging().unguardedClients()) {
			logger.info(
					"These beans lack the {} of tencentcloud-resilience, so their calls are not guarded: {}. If one of "
							+ "them calls Tencent Cloud, {}. If none does, silence this with "
							+ "tencentcloud.resilience.logging.unguarded-clients=false",
					this.part, String.join(", ", names), this.advice);
		}
	}

}
