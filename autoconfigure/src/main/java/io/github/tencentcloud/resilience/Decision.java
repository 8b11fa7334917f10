package io.github.tencentcloud.resilience;

/**
 * What a policy decides about an attempt that did not succeed.
 */
public enum Decision {

	/**
	 * Wait and try again. The circuit breaker does not count it: throttling does not mean
	 * that the endpoint is unhealthy.
	 */
	RETRY("retry"),

	/**
	 * A failure for the circuit breaker. The call may also be repeated, where that is
	 * safe.
	 */
	CIRCUIT_BREAK("circuit-break"),

	/**
	 * Fail at once. For the circuit breaker a success, since the endpoint answered.
	 */
	FAIL("fail");

	private final String value;

	Decision(String value) {
		this.value = value;
	}

	/**
	 * The decision as written in {@code application.yml} and in the tags of meters.
	 * @return {@code retry}, {@code circuit-break} or {@code fail}
	 */
	public String value() {
		return this.value;
	}

	@Override
	public String toString() {
		return this.value;
	}

}
