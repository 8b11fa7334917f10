package io.github.tencentcloud.resilience.actuate;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the settings in force have come about.
 *
 * @param since since when they have been in force
 * @param changed the properties that were changed then, and where they are written; empty
 * since the start
 * @param refused the last change after that which was refused, or {@code null}
 */
public record SettingsHistory(Instant since, List<PropertyOrigin> changed, @Nullable Refusal refused) {

	/**
	 * A change that did not take effect, since something in it is wrong.
	 *
	 * @param at when it was tried
	 * @param problem what is wrong with it, where, and what to write instead
	 */
	public record Refusal(Instant at, String problem) {

	}

}
