package io.github.tencentcloud.resilience.test;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sends all calls to the fake, with credentials that it knows, whatever the application
 * is configured to do: for each property that is written and would lead elsewhere, there
 * is one here.
 */
class FakePropertySource extends MapPropertySource {

	private static final String NAME = "fakeTencentCloud";

	private static final String RESILIENCE = "tencentcloud.resilience.";

	private static final String CREDENTIALS = "tencentcloud.credentials.";

	private static final String POLICIES = RESILIENCE + "policies.";

	private static final String PACING = "adaptive-throttling.enabled";

	/** Those of the built-in policies that wait. */
	private static final Set<String> WAITING = Set.of("throttled", "conflict", "capacity", "transient", "network",
			"retry", "circuit-break");

	FakePropertySource(FakeTencentCloud cloud, ConfigurableEnvironment environment, boolean shortWaits) {
		super(NAME, properties(cloud, written(environment), shortWaits));
	}

	private static Set<String> written(ConfigurableEnvironment environment) {
		Set<String> written = new HashSet<>();
		ConfigurationPropertyName root = ConfigurationPropertyName.of("tencentcloud");
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(root::isAncestorOf)
					.map(ConfigurationPropertyName::toString)
					.forEach(written::add);
			}
		}
		return written;
	}

	private static Map<String, Object> properties(FakeTencentCloud cloud, Set<String> written, boolean shortWaits) {
		Map<String, Object> properties = new LinkedHashMap<>(cloud.properties());
		for (String name : written) {
			if (name.matches("tencentcloud\\.resilience\\.products\\.[^.]+\\.endpoint")) {
				properties.put(name, "http://" + cloud.endpoint());
			}
			else if (name.startsWith(CREDENTIALS)) {
				properties.putIfAbsent(name, credential(name));
			}
			else if (shortWaits && name.startsWith(RESILIENCE) && name.endsWith("." + PACING)) {
				properties.put(name, "false");
			}
		}
		if (shortWaits) {
			properties.put(RESILIENCE + PACING, "false");
			for (String policy : policies(written)) {
				properties.put(POLICIES + policy + ".delay", "1ms");
				properties.put(POLICIES + policy + ".jitter", "0ms");
			}
		}
		return properties;
	}

	/** In place of a real one, which must not leave this machine. */
	private static String credential(String name) {
		if (name.endsWith("from-sdk")) {
			return "false";
		}
		String[] parts = name.substring(CREDENTIALS.length()).split("\\.");
		String account = (parts.length == 3) ? parts[1] : "";
		return switch (parts[parts.length - 1]) {
			case "secret-id" -> FakeTencentCloud.secretId(account);
			case "secret-key" -> FakeTencentCloud.SECRET_KEY;
			default -> "TokenOfTheFakeEXAMPLE";
		};
	}

	private static Set<String> policies(Set<String> written) {
		Set<String> policies = new TreeSet<>(WAITING);
		for (String name : written) {
			if (name.startsWith(POLICIES)) {
				policies.add(name.substring(POLICIES.length()).split("\\.")[0]);
			}
		}
		return policies;
	}

}
