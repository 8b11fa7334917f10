package io.github.tencentcloud.resilience.actuate;

import java.util.Locale;

/**
 * Writes the names of constants as they stand in {@code application.yml}.
 */
final class KebabCase {

	private KebabCase() {
	}

	/** For example {@code correct-clock}. */
	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
