package io.github.tencentcloud.resilience.autoconfigure;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.tencentcloud.resilience.engine.CurrentSettings;

/**
 * Knows which codes the policies list, as soon as there are settings. These are looked up
 * once all beans have been created: observations end on event loops, some of them after
 * the application has stopped, when no bean can be looked up any more.
 */
class DeferredCodes implements Predicate<String>, SmartInitializingSingleton {

	private final ObjectProvider<CurrentSettings> provider;

	private volatile @Nullable CurrentSettings settings;

	DeferredCodes(ObjectProvider<CurrentSettings> provider) {
		this.provider = provider;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.settings = this.provider.getObject();
	}

	@Override
	public boolean test(String code) {
		CurrentSettings settings = this.settings;
		if (settings == null) {
			settings = find();
		}
		return settings != null && settings.get().policies().lists(code);
	}

	/** With lazy initialization nobody says that all beans have been created. */
	private @Nullable CurrentSettings find() {
		try {
			CurrentSettings found = this.provider.getObject();
			this.settings = found;
			return found;
		}
		catch (BeansException | IllegalStateException ex) {
			return null;
		}
	}

}
