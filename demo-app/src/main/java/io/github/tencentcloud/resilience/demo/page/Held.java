package io.github.tencentcloud.resilience.demo.page;

/**
 * Calls that were held back before they were sent, by pacing, a rate limit or a bulkhead.
 *
 * @param calls how many
 * @param millis how long, all of them together
 */
record Held(long calls, long millis) {

	static final Held NONE = new Held(0, 0);

}
