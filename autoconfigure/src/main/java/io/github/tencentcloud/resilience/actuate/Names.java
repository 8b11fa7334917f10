package io.github.tencentcloud.resilience.actuate;

import java.util.Locale;

/**
 * Names of constants as they are written elsewhere.
 */
final class Names {

	private Names() {
	}

	/** As in {@code application.yml}: {@code correct-clock}. */
	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
