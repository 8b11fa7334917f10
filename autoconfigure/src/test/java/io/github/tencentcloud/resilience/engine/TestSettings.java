package io.github.tencentcloud.resilience.engine;

import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.policy.ItemRule;

/**
 * Settings for tests, where most of what there is to set does not matter.
 */
public final class TestSettings {

	private TestSettings() {
	}

	/** Settings of an action at whose items nobody looks. */
	public static CallSettings of(Mode mode, @Nullable Boolean unwrap, Duration attemptTimeout, Duration callTimeout,
			int maxAttempts, @Nullable Boolean idempotent) {
		return of(mode, unwrap, attemptTimeout, callTimeout, maxAttempts, idempotent, null);
	}

	/** Settings with retries, and without a limit of its own for a stream's beginning. */
	public static CallSettings of(Mode mode, @Nullable Boolean unwrap, Duration attemptTimeout, Duration callTimeout,
			int maxAttempts, @Nullable Boolean idempotent, @Nullable ItemRule items) {
		return new CallSettings(mode, unwrap, attemptTimeout, callTimeout, maxAttempts, idempotent, items, true, null);
	}

	/** The default settings in another mode. */
	public static CallSettings withMode(Mode mode) {
		return CallSettings.DEFAULTS.withMode(mode);
	}

	/** The default settings, with retries switched off. */
	public static CallSettings withoutRetries() {
		return CallSettings.DEFAULTS.withoutRetries();
	}

	/** Nobody switches anything. */
	public static SwitchedCallSettings nothingSwitched() {
		return new SwitchedCallSettings(new TencentCloudResilienceControl(Clock.systemUTC(), new SystemTime()), true);
	}

}
