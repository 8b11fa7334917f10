package io.github.tencentcloud.resilience.throttle;

/**
 * What keeps calls from doing harm.
 *
 * @param gate what an attempt passes before it is sent
 */
public record Throttling(Gate gate) {

	/** Holds nothing back. */
	public static final Throttling NONE = new Throttling(Gate.OPEN);

}
