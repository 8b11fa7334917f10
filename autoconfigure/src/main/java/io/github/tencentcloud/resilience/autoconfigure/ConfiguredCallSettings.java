package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Memo;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.CallSettingsSource;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.ItemRule;

/**
 * The settings of calls as configured: those of the action over those of its product over
 * those of all products. Actions whose items are known have settings of their own. What
 * is configured is computed at start-up, and the rest when its product is first called,
 * so that a call only has to look it up.
 */
class ConfiguredCallSettings implements CallSettingsSource {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredCallSettings.class);

	private final CallSettings global;

	private final ByProduct<ProductSettings> products;

	/** Actions with items, of products that are not configured. */
	private final Memo<String, Map<String, CallSettings>> unconfigured;

	private final ConfiguredItems items;

	ConfiguredCallSettings(TencentCloudResilienceProperties properties, Catalogue catalogue) {
		this.items = new ConfiguredItems(properties, catalogue);
		TimeoutProperties timeout = properties.timeout();
		this.global = new CallSettings(properties.mode(), properties.unwrap(),
				or(timeout.attempt(), CallSettings.DEFAULTS.attemptTimeout()),
				or(timeout.call(), CallSettings.DEFAULTS.callTimeout()), properties.maxAttempts(), null, null, true,
				timeout.firstEvent());
		this.unconfigured = new Memo<>((product) -> actions(product, this.global));
		this.products = new ByProduct<>(properties, this::product);
	}

	@Override
	public CallSettings settings(String product, String action) {
		ProductSettings settings = this.products.find(product);
		if (settings == null) {
			String name = this.items.name(product);
			return (name != null) ? this.unconfigured.get(name).getOrDefault(action, this.global) : this.global;
		}
		return settings.actions.getOrDefault(action, settings.settings);
	}

	@Override
	public CallSettings ofCall(String product, String action) {
		if (action.equals(TencentCloudCall.NONE)) {
			warnOnce(product);
		}
		return settings(product, action);
	}

	private void warnOnce(String product) {
		ProductSettings settings = this.products.find(product);
		if (settings != null && settings.warned.compareAndSet(false, true)) {
			logger.warn("A request to product '{}' does not tell its action, so no settings under "
					+ "tencentcloud.resilience.products.{}.actions apply to it. Set the header X-TC-Action on the "
					+ "request itself: what a filter on the builder sets comes too late.", product, product);
		}
	}

	private ProductSettings product(String name, ProductProperties product) {
		TimeoutProperties timeout = or(product.timeout(), TimeoutProperties.NONE);
		CallSettings settings = new CallSettings(or(product.mode(), this.global.mode()),
				(product.unwrap() != null) ? product.unwrap() : this.global.unwrap(),
				or(timeout.attempt(), this.global.attemptTimeout()), or(timeout.call(), this.global.callTimeout()),
				or(product.maxAttempts(), this.global.maxAttempts()), null, null, true,
				firstEvent(timeout, this.global));
		Map<String, CallSettings> actions = actions(name, settings);
		product.actions().forEach((action, properties) -> {
			ItemRule items = this.items.find(name, action, properties.itemCodes());
			actions.put(action, action(properties, settings, items));
		});
		return new ProductSettings(settings, actions, new AtomicBoolean(product.actions().isEmpty()));
	}

	/** The actions whose items are known without being configured. */
	private Map<String, CallSettings> actions(String product, CallSettings base) {
		Map<String, CallSettings> actions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.items.of(product)
			.forEach((name, items) -> actions.put(name,
					new CallSettings(base.mode(), base.unwrap(), base.attemptTimeout(), base.callTimeout(),
							base.maxAttempts(), base.idempotent(), items, true, base.firstEventTimeout())));
		return actions;
	}

	private static CallSettings action(ActionProperties action, CallSettings base, @Nullable ItemRule items) {
		TimeoutProperties timeout = or(action.timeout(), TimeoutProperties.NONE);
		return new CallSettings(base.mode(), base.unwrap(), or(timeout.attempt(), base.attemptTimeout()),
				or(timeout.call(), base.callTimeout()), or(action.maxAttempts(), base.maxAttempts()),
				action.idempotent(), items, true, firstEvent(timeout, base));
	}

	/**
	 * Without a limit of its own the attempt's limit applies, so there may be none at
	 * all.
	 */
	private static @Nullable Duration firstEvent(TimeoutProperties timeout, CallSettings base) {
		return (timeout.firstEvent() != null) ? timeout.firstEvent() : base.firstEventTimeout();
	}

	private static <T> T or(@Nullable T value, T fallback) {
		return (value != null) ? value : fallback;
	}

	private record ProductSettings(CallSettings settings, Map<String, CallSettings> actions, AtomicBoolean warned) {

	}

}
