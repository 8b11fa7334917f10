package io.github.tencentcloud.resilience.admission;

/**
 * An attempt must not be made, because there is no room for it before its deadline. It
 * has no stack trace: refusing has to stay cheap when there is a lot to refuse.
 */
public final class GateRefusal extends RuntimeException {

	/**
	 * Create a refusal.
	 * @param message the reason, with the name of the property that decides; ends up in
	 * the caller's log
	 */
	public GateRefusal(String message) {
		super(message, null, false, false);
	}

}
