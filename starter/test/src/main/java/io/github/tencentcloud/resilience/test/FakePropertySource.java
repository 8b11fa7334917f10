package io.github.tencentcloud.resilience.test;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
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

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("tencentcloud");

	private static final ConfigurationPropertyName CREDENTIALS = ROOT.append("credentials");

	private static final ConfigurationPropertyName PRODUCTS = ROOT.append("resilience.products");

	private static final ConfigurationPropertyName POLICIES = ROOT.append("resilience.policies");

	/** Those of the built-in policies that wait. */
	private static final Set<String> WAITING = Set.of("throttled", "conflict", "capacity", "transient", "network",
			"retry", "circuit-break");

	FakePropertySource(FakeTencentCloud cloud, ConfigurableEnvironment environment, boolean shortWaits) {
		super(NAME, properties(cloud, written(environment), shortWaits));
	}

	private static Set<ConfigurationPropertyName> written(ConfigurableEnvironment environment) {
		Set<ConfigurationPropertyName> written = new HashSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(ROOT::isAncestorOf).forEach(written::add);
			}
		}
		return written;
	}

	private static Map<String, Object> properties(FakeTencentCloud cloud, Set<ConfigurationPropertyName> written,
			boolean shortWaits) {
		Map<String, Object> properties = new LinkedHashMap<>(cloud.properties());
		for (ConfigurationPropertyName name : written) {
			if (CREDENTIALS.isAncestorOf(name)) {
				putCredential(properties, name);
			}
			else if (PRODUCTS.isAncestorOf(name) && last(name).equals("endpoint")) {
				properties.put(name.toString(), "http://" + cloud.endpoint());
			}
			else if (shortWaits && PRODUCTS.isAncestorOf(name) && last(name.getParent()).equals("adaptivethrottling")
					&& last(name).equals("enabled")) {
				properties.put(name.toString(), "false");
			}
		}
		if (shortWaits) {
			properties.put("tencentcloud.resilience.adaptive-throttling.enabled", "false");
			for (String policy : policies(written)) {
				properties.put(POLICIES.append(policy) + ".delay", "1ms");
				properties.put(POLICIES.append(policy) + ".jitter", "0ms");
			}
		}
		return properties;
	}

	/** In place of a real one, which must not leave this machine. */
	private static void putCredential(Map<String, Object> properties, ConfigurationPropertyName name) {
		String account = name.getParent().equals(CREDENTIALS) ? "" : last(name.getParent());
		switch (last(name)) {
			case "secretid" -> properties.put(name.getParent() + ".secret-id", FakeTencentCloud.secretId(account));
			case "secretkey" -> properties.put(name.getParent() + ".secret-key", FakeTencentCloud.SECRET_KEY);
			case "token" -> properties.put(name.getParent() + ".token", "TokenOfTheFakeEXAMPLE");
			case "fromsdk" -> properties.put(name.getParent() + ".from-sdk", "false");
			default -> {
				// Nothing that leads to the real cloud.
			}
		}
	}

	private static Set<String> policies(Set<ConfigurationPropertyName> written) {
		Set<String> policies = new TreeSet<>(WAITING);
		for (ConfigurationPropertyName name : written) {
			if (POLICIES.isAncestorOf(name) && !isAmong(WAITING, name)) {
				policies.add(name.getElement(POLICIES.getNumberOfElements(), Form.ORIGINAL));
			}
		}
		return policies;
	}

	private static boolean isAmong(Set<String> policies, ConfigurationPropertyName name) {
		return policies.stream().map(POLICIES::append).anyMatch((policy) -> policy.isAncestorOf(name));
	}

	/** However it is spelled: environment variables have neither case nor hyphens. */
	private static String last(ConfigurationPropertyName name) {
		return name.getLastElement(Form.UNIFORM);
	}

}
