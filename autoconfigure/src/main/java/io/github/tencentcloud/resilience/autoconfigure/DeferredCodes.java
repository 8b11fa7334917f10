package io.github.tencentcloud.resilience.autoconfigure;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.tencentcloud.resilience.policy.PolicyResolver;

/**
 * Knows which codes the policies list, as soon as there are policies. They are looked up
 * once all beans have been created: observations end on event loops, some of them after
 * the application has stopped, when no bean can be looked up any more.
 */
class DeferredCodes implements Predicate<String>, SmartInitializingSingleton {

	private final ObjectProvider<PolicyResolver> provider;

	private volatile @Nullable PolicyResolver policies;

	DeferredCodes(ObjectProvider<PolicyResolver> provider) {
		this.provider = provider;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.policies = this.provider.getObject();
	}

	@Override
	public boolean test(String code) {
		PolicyResolver policies = this.policies;
		if (policies == null) {
			policies = find();
		}
		return policies != null && policies.lists(code);
	}

	/** With lazy initialization nobody says that all beans have been created. */
	private @Nullable PolicyResolver find() {
		try {
			PolicyResolver found = this.provider.getObject();
			this.policies = found;
			return found;
		}
		catch (BeansException | IllegalStateException ex) {
			return null;
		}
	}

}
