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

import io.github.tencentcloud.resilience.client.TargetHosts;
import io.github.tencentcloud.resilience.client.TencentCloudResilienceFilter.Core;

/**
 * Looks up what the filter works with when all beans have been made, or when a call needs
 * it sooner. Whatever a user plugs in may so be made with a {@code WebClient.Builder},
 * which has the filter. A call of a bean that the filter itself is waiting for goes out
 * as it is: there is nothing to guard it with yet.
 */
class DeferredCore implements Supplier<@Nullable Core>, SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(DeferredCore.class);

	private final ObjectProvider<TargetHosts> hostsProvider;

	private final ObjectProvider<Core> coreProvider;

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile @Nullable TargetHosts hosts;

	private volatile @Nullable Core core;

	DeferredCore(ObjectProvider<TargetHosts> hosts, ObjectProvider<Core> core) {
		this.hostsProvider = hosts;
		this.coreProvider = core;
	}

	/** What cannot be made stops the start-up. */
	@Override
	public void afterSingletonsInstantiated() {
		this.hosts = this.hostsProvider.getObject();
		this.core = this.coreProvider.getObject();
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
	public @Nullable Core get() {
		Core core = this.core;
		if (core == null) {
			core = unlessInCreation(this.coreProvider);
			this.core = core;
		}
		return core;
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
