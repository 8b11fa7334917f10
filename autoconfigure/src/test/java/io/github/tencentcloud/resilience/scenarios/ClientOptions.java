package io.github.tencentcloud.resilience.scenarios;

import java.util.function.Supplier;

/**
 * What a scenario wants of the client itself.
 *
 * @param connections how many connections there may be at a time
 * @param guardedTwice whether the library is added by hand too, although Boot's builder
 * has it
 * @param header a header that something of the user's adds to each request that passes
 * it, inside of the library's part; without a name, nothing does
 * @param value the value that it adds
 */
record ClientOptions(int connections, boolean guardedTwice, String header, Supplier<String> value) {

	static final ClientOptions DEFAULT = new ClientOptions(16, false, "", () -> "");

	ClientOptions withConnections(int connections) {
		return new ClientOptions(connections, this.guardedTwice, this.header, this.value);
	}

	ClientOptions guardedAgain() {
		return new ClientOptions(this.connections, true, this.header, this.value);
	}

	ClientOptions addingHeader(String name, Supplier<String> value) {
		return new ClientOptions(this.connections, this.guardedTwice, name, value);
	}

}
