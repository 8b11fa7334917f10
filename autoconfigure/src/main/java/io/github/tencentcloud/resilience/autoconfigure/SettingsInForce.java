package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Memo;
import io.github.tencentcloud.resilience.actuate.PropertyOrigin;
import io.github.tencentcloud.resilience.actuate.SettingsHistory;
import io.github.tencentcloud.resilience.admission.BreakerSettings;

/**
 * The properties that are in force at the moment, and how that has come about. Whoever
 * shows them asks here each time.
 */
class SettingsInForce implements Supplier<TencentCloudResilienceProperties> {

	/**
	 * Equal properties are the same settings, by which breakers know that nothing
	 * changed.
	 */
	private final Memo<BreakerProperties, BreakerSettings> breakers = new Memo<>(ConfiguredBreakers::settings);

	private volatile State state;

	SettingsInForce(TencentCloudResilienceProperties properties, Instant start) {
		this.state = new State(properties, new SettingsHistory(start, List.of(), null));
	}

	@Override
	public TencentCloudResilienceProperties get() {
		return this.state.properties();
	}

	SettingsHistory history() {
		return this.state.history();
	}

	/** The breakers that properties describe. */
	ConfiguredBreakers breakers(TencentCloudResilienceProperties properties) {
		return new ConfiguredBreakers(properties, this.breakers);
	}

	/** Others are in force from now on. */
	void changed(TencentCloudResilienceProperties properties, Instant now, List<PropertyOrigin> changed) {
		this.state = new State(properties, new SettingsHistory(now, changed, null));
	}

	/** What was wanted is wrong, or not wrong any more. */
	void refused(SettingsHistory.@Nullable Refusal refusal) {
		State state = this.state;
		SettingsHistory history = state.history();
		this.state = new State(state.properties(), new SettingsHistory(history.since(), history.changed(), refusal));
	}

	private record State(TencentCloudResilienceProperties properties, SettingsHistory history) {

	}

}
