package io.github.tencentcloud.resilience.scenarios;

import java.util.stream.Stream;

/**
 * The doors through which all scenarios go.
 */
final class Doors {

	private Doors() {
	}

	static Stream<Door> all() {
		return Stream.of(new WebClientDoor(), new RestClientDoor("jdk", false), new RestClientDoor("jdk", true),
				new RestClientDoor("http-components", false), new RestTemplateDoor());
	}

}
