package io.github.tencentcloud.resilience.admission;

/**
 * An attempt is not to be made, because there is no room for it before its deadline. Has
 * no stack trace: refusing must stay cheap when there is a lot to refuse.
 */
public final class GateRefusal extends RuntimeException {

	/**
	 * Create a refusal.
	 * @param message why, with the name of the property that decides; goes to the
	 * caller's log
	 */
	public GateRefusal(String message) {
		super(message, null, false, false);
	}

}
