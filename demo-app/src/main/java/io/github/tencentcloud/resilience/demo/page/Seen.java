package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

/**
 * What no meter tells, counted from the observations of a second.
 *
 * @param attempts the attempts that ended
 * @param fineByStatus those of them that are successes to whoever looks at the HTTP
 * status
 * @param fineByBody those of them that are successes
 * @param calls the calls that ended
 * @param attemptsOfCalls how many attempts these calls took; attempts of calls that go on
 * are left out, else an average could exceed what is possible
 * @param fates the calls at which something went wrong
 */
record Seen(long attempts, long fineByStatus, long fineByBody, long calls, long attemptsOfCalls,
		List<FateCount> fates) {

	static final Seen NOTHING = new Seen(0, 0, 0, 0, 0, List.of());

}
