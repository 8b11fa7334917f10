package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stops the start-up because an HTTP interface is built on a client that does not suit
 * it.
 */
class UnsuitableClientException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final String WEB_CLIENT = "say clientType = HttpServiceGroup.ClientType.WEB_CLIENT where the interface is imported";

	private static final String ADD_WEB_CLIENT = "add org.springframework.boot:spring-boot-starter-webclient and "
			+ WEB_CLIENT;

	private final String action;

	private UnsuitableClientException(String problem, Set<String> elements, String action) {
		super(elements.stream()
			.map((element) -> System.lineSeparator() + "    " + element)
			.collect(Collectors.joining("", problem + System.lineSeparator(), System.lineSeparator())));
		this.action = action;
	}

	/**
	 * Methods need a client that does not block.
	 * @param methods the methods, and what is reactive about them
	 * @param webClient whether there is {@code WebClient}
	 */
	static UnsuitableClientException reactive(Set<String> methods, boolean webClient) {
		return new UnsuitableClientException(
				"HTTP interfaces that call Tencent Cloud have reactive methods, but they are built on RestClient, which blocks:",
				methods, "Return and take plain types, for example Zones instead of Mono<Zones>, or "
						+ (webClient ? WEB_CLIENT : ADD_WEB_CLIENT) + ".");
	}

	/**
	 * Boot's part for the client is missing, and so is ours.
	 * @param client the client
	 * @param module how Boot calls its part
	 * @param interfaces the interfaces
	 */
	static UnsuitableClientException unguarded(String client, String module, Set<String> interfaces) {
		return new UnsuitableClientException(
				"HTTP interfaces that call Tencent Cloud are built on %s, whose calls cannot be guarded without spring-boot-%s:"
					.formatted(client, module),
				interfaces, "Add org.springframework.boot:spring-boot-starter-" + module
						+ ", or say another clientType where the interface is imported.");
	}

	String getAction() {
		return this.action;
	}

}
