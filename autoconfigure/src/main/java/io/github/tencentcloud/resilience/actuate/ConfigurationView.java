package io.github.tencentcloud.resilience.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.policy.Resolution;

/**
 * The part of the application's configuration that the endpoint shows.
 */
public interface ConfigurationView {

	/**
	 * The mode for all products.
	 * @return the mode
	 */
	Mode mode();

	/**
	 * How the settings in force have come about.
	 * @return since when, and what was refused after that
	 */
	SettingsHistory history();

	/**
	 * The products that have settings of their own.
	 * @return their names
	 */
	Set<String> products();

	/**
	 * Where the deciding rule is written.
	 * @param resolution what was decided
	 * @param product the product that was asked for
	 * @param action the action that was asked for
	 * @return the property, or {@code null} if it is not the application's
	 */
	@Nullable PropertyOrigin rule(Resolution resolution, String product, String action);

	/**
	 * Which settings of a policy come from the application.
	 * @param policy the name of the policy
	 * @return its properties, empty if the policy is the built-in one
	 */
	List<PropertyOrigin> policy(String policy);

	/**
	 * Which names look like another.
	 * @param name the name
	 * @param known the names that exist
	 * @return a few of them, the most similar first
	 */
	List<String> similar(String name, Collection<String> known);

}
