package io.github.tencentcloud.resilience.restclient;

import java.util.Map;

import org.springframework.http.HttpRequest;

/**
 * An attribute of requests by which those who make them learn that one has come to the
 * guard.
 */
final class GuardMark {

	private static final String NAME = GuardMark.class.getName();

	private volatile boolean seen;

	void putInto(Map<String, Object> attributes) {
		attributes.put(NAME, this);
	}

	/** Whether the guard has seen it, on any request. */
	boolean isSeen() {
		return this.seen;
	}

	/** A request has come to the guard. */
	static void see(HttpRequest request) {
		if (request.getAttributes().get(NAME) instanceof GuardMark mark) {
			mark.seen = true;
		}
	}

}
