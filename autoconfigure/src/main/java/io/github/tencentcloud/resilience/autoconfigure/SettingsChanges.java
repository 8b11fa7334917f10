package io.github.tencentcloud.resilience.autoconfigure;

/**
 * Hears of settings that change while the application runs.
 */
interface SettingsChanges {

	/**
	 * Settings have changed.
	 * @param applied whether they are in force; if not, those before are
	 */
	void changed(boolean applied);

}
