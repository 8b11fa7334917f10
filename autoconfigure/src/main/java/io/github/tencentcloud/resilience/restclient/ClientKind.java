package io.github.tencentcloud.resilience.restclient;

import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * What is behind a request factory, as far as it matters how long requests may take and
 * whether they are sent again. Told by its name, since most of them are not on the class
 * path.
 */
enum ClientKind {

	/** Read time-outs limit the silence. Sends again by itself what it can repeat. */
	HTTP_COMPONENTS(true),

	/** Read time-outs limit the silence. */
	OTHER_WITH_SILENCE(true),

	/**
	 * Read time-outs limit the whole exchange, streams included, or nobody knows.
	 */
	OTHER(false);

	private static final String SPRING = "org.springframework.http.client.";

	private final boolean silence;

	ClientKind(boolean silence) {
		this.silence = silence;
	}

	/** Spring Boot makes subclasses of some of them. */
	static ClientKind of(ClientHttpRequestFactory factory) {
		for (Class<?> type = factory.getClass(); type != null; type = type.getSuperclass()) {
			switch (type.getName()) {
				case SPRING + "HttpComponentsClientHttpRequestFactory":
					return HTTP_COMPONENTS;
				case SPRING + "ReactorClientHttpRequestFactory", SPRING + "SimpleClientHttpRequestFactory":
					return OTHER_WITH_SILENCE;
				default:
			}
		}
		return OTHER;
	}

	boolean limitsSilence() {
		return this.silence;
	}

}
