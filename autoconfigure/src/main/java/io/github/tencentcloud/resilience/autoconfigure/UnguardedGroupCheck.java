package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroupConfigurer.Groups;

/**
 * Refuses HTTP interfaces that call Tencent Cloud over a client that nobody guards:
 * Boot's part for that client is missing, and with it the place where the guard is put.
 */
final class UnguardedGroupCheck {

	private UnguardedGroupCheck() {
	}

	private static void check(Groups<?> groups, String client, String module) {
		Set<String> interfaces = new TreeSet<>();
		groups.filter(AnnotatedInterfaces::areIn)
			.forEachProxyFactory((group, factory) -> group.httpServiceTypes()
				.forEach((type) -> interfaces.add("%s (group '%s')".formatted(type.getName(), group.name()))));
		if (!interfaces.isEmpty()) {
			throw UnsuitableClientException.unguarded(client, module, interfaces);
		}
	}

	/**
	 * For groups on {@code RestClient}.
	 */
	static class OnRestClient implements RestClientHttpServiceGroupConfigurer {

		@Override
		public void configureGroups(Groups<RestClient.Builder> groups) {
			check(groups, "RestClient", "restclient");
		}

	}

	/**
	 * For groups on {@code WebClient}.
	 */
	static class OnWebClient implements WebClientHttpServiceGroupConfigurer {

		@Override
		public void configureGroups(Groups<WebClient.Builder> groups) {
			check(groups, "WebClient", "webclient");
		}

	}

}
