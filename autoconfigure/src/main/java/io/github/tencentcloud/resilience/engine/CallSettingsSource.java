package io.github.tencentcloud.resilience.engine;

/**
 * Provides the settings of each action.
 */
@FunctionalInterface
public interface CallSettingsSource {

	/**
	 * The settings in force for an action.
	 * @param product the product, in lower case
	 * @param action the action as the caller wrote it
	 * @return the settings
	 */
	CallSettings settings(String product, String action);

	/**
	 * The settings of a call that begins, for sources that distinguish calls from mere
	 * questions.
	 * @param product the product, in lower case
	 * @param action the action as the caller wrote it
	 * @return the settings in force for the action
	 */
	default CallSettings ofCall(String product, String action) {
		return settings(product, action);
	}

}
