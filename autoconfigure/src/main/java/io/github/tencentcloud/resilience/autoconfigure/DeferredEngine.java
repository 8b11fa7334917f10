package io.github.tencentcloud.resilience.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.TargetHosts;

/**
 * Looks up what the filter works with once all beans have been created, or when a call
 * needs it sooner. So whatever a user plugs in may itself be built with a
 * {@code WebClient.Builder}, which has the filter. A call made by a bean that the filter
 * is waiting for goes out as it is: there is nothing to guard it with yet.
 */
class DeferredEngine implements Supplier<@Nullable Engine>, SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(DeferredEngine.class);

	private final ObjectProvider<TargetHosts> hostsProvider;

	private final ObjectProvider<Engine> engineProvider;

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile @Nullable TargetHosts hosts;

	private volatile @Nullable Engine engine;

	DeferredEngine(ObjectProvider<TargetHosts> hosts, ObjectProvider<Engine> engine) {
		this.hostsProvider = hosts;
		this.engineProvider = engine;
	}

	/** What cannot be created stops the start-up. */
	@Override
	public void afterSingletonsInstantiated() {
		this.hosts = this.hostsProvider.getObject();
		this.engine = this.engineProvider.getObject();
	}

	@Nullable TargetHosts hosts() {
		TargetHosts hosts = this.hosts;
		if (hosts == null) {
			hosts = unlessInCreation(this.hostsProvider);
			this.hosts = hosts;
		}
		return hosts;
	}

	@Override
	public @Nullable Engine get() {
		Engine engine = this.engine;
		if (engine == null) {
			engine = unlessInCreation(this.engineProvider);
			this.engine = engine;
		}
		return engine;
	}

	private <T> @Nullable T unlessInCreation(ObjectProvider<T> provider) {
		try {
			return provider.getObject();
		}
		catch (BeansException ex) {
			if (!ex.contains(BeanCurrentlyInCreationException.class)) {
				throw ex;
			}
			if (this.warned.compareAndSet(false, true)) {
				logger.warn(
						"A bean makes a call while it is being created. Calls to Tencent Cloud are guarded and signed "
								+ "only when that is done, so this one goes out as it is. Make such calls later ({})",
						ex.getMostSpecificCause().getMessage());
			}
			return null;
		}
	}

}
