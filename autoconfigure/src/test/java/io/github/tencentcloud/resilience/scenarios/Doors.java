package io.github.tencentcloud.resilience.scenarios;

import java.util.stream.Stream;

/**
 * The doors through which the scenarios go.
 */
final class Doors {

	private Doors() {
	}

	/** For all scenarios. */
	static Stream<Door> all() {
		return Stream.of(new WebClientDoor(), new RestClientDoor("jdk", false), new RestClientDoor("jdk", true),
				new RestClientDoor("http-components", false), new RestTemplateDoor(), new SdkDoor());
	}

	/**
	 * The other request factories, for the scenarios in which it matters how a client
	 * waits, reads and lets go.
	 */
	static Stream<Door> otherFactories() {
		return Stream.of(new RestClientDoor("jetty", false), new RestClientDoor("reactor", false));
	}

}
