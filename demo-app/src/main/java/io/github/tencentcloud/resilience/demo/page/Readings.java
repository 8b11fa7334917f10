package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

/**
 * What the page reads once a second. Asked on a thread that must not block.
 */
interface Readings {

	/** What the meters say since the start. */
	Totals totals();

	/** What has been observed since this was last asked. */
	Seen seen();

	/** What guards the calls at the moment. */
	Guard guard();

	/** The circuit breakers as they are now. */
	List<Breaker> breakers();

	/** The scenario in force. */
	String scenario();

}
