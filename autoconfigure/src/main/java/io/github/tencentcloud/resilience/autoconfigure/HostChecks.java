package io.github.tencentcloud.resilience.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.engine.EndpointOverride;

/**
 * Checks hosts and endpoints: a wrong host either matches nothing, or the requests of
 * others.
 */
final class HostChecks {

	private static final String NAME = "([A-Za-z0-9-]+\\.)*[A-Za-z0-9-]+";

	/** A pattern that covers many hosts takes no port. */
	private static final Pattern WILDCARD = Pattern.compile("\\*\\." + NAME);

	private static final Pattern HOST = Pattern.compile("(" + NAME + "|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

	private final ConfigurationProblems problems;

	HostChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(TencentCloudResilienceProperties properties) {
		checkPatterns(properties.hosts());
		checkEndpoint(PropertyPath.ROOT.key("endpoint"), properties.endpoint());
		properties.products()
			.forEach((name, product) -> checkEndpoint(PropertyPath.ROOT.key("products").name(name).key("endpoint"),
					product.endpoint()));
		Map<String, String> owners = new HashMap<>();
		properties.products().forEach((name, product) -> {
			if (StringUtils.hasText(product.signingHost())) {
				check(PropertyPath.ROOT.key("products").name(name).key("signing-host"), product.signingHost().trim(),
						HOST);
			}
		});
		properties.products().forEach((name, product) -> {
			if (product.host() != null) {
				PropertyPath path = PropertyPath.ROOT.key("products").name(name).key("host");
				check(path, product.host(), HOST);
				String owner = owners.putIfAbsent(product.host().trim().toLowerCase(Locale.ROOT), name);
				if (owner != null) {
					this.problems.add(path, "This is also the host of product '" + owner + "'.",
							"Give each product a host of its own, or merge the two.");
				}
			}
		});
		properties.products()
			.forEach((name, product) -> checkFailOver(PropertyPath.ROOT.key("products").name(name), name,
					product.failOver(), owners));
	}

	private void checkEndpoint(PropertyPath path, @Nullable String endpoint) {
		if (endpoint == null) {
			return;
		}
		if (endpoint.isBlank()) {
			this.problems.add(path, "An endpoint must not be blank.",
					"Write an address, such as http://localhost:8089, or remove it.");
		}
		else if (!ValueProblems.addPlaceholder(path, endpoint, this.problems)) {
			try {
				EndpointOverride.of(endpoint);
			}
			catch (IllegalArgumentException ex) {
				this.problems.add(path, String.valueOf(ex.getMessage()),
						"Write scheme and host and, if need be, port and path, such as http://localhost:8089.");
			}
		}
	}

	private void checkFailOver(PropertyPath product, String name, List<String> hosts, Map<String, String> owners) {
		PropertyPath path = product.key("fail-over");
		for (int i = 0; i < hosts.size(); i++) {
			String host = hosts.get(i).trim();
			PropertyPath element = element(path, i);
			check(element, host, HOST);
			String owner = owners.putIfAbsent(host.toLowerCase(Locale.ROOT), name);
			if (name.equals(owner)) {
				this.problems.add(element, "Product '" + name + "' already has this host.",
						"Write another host, or remove it.");
			}
			else if (owner != null) {
				this.problems.add(element, "This is also a host of product '" + owner + "'.",
						"Write a host of product '" + name + "', or remove it.");
			}
		}
	}

	private void checkPatterns(List<String> hosts) {
		PropertyPath path = PropertyPath.ROOT.key("hosts");
		if (hosts.isEmpty()) {
			this.problems.add(path, "Without hosts, no call to Tencent Cloud would be guarded.",
					"Write *.tencentcloudapi.com, or remove it. If nothing is to be guarded, write "
							+ "tencentcloud.resilience.enabled: false.");
		}
		for (int i = 0; i < hosts.size(); i++) {
			String host = hosts.get(i).trim();
			PropertyPath element = element(path, i);
			if (host.equals("*") || host.equals("*.")) {
				this.problems.add(element, "This would match every host, including those of others.",
						"Write the hosts of Tencent Cloud, such as *.tencentcloudapi.com.");
			}
			else {
				check(element, host, host.startsWith("*") ? WILDCARD : HOST);
			}
		}
	}

	/** A list may also be written as one value with commas. */
	private PropertyPath element(PropertyPath list, int index) {
		String suffix = "[" + index + "]";
		return this.problems.isWritten(list) ? list : new PropertyPath(list.text() + suffix, list.bracketed() + suffix);
	}

	private void check(PropertyPath path, String host, Pattern pattern) {
		if (host.isBlank()) {
			this.problems.add(path, "A host must not be blank.",
					"Write a host, such as sms.tencentcloudapi.com, or remove it.");
		}
		else if (!pattern.matcher(host).matches() && !ValueProblems.addPlaceholder(path, host, this.problems)) {
			this.problems.add(path, "This is not a host, so no request would match.",
					"Write only the host, such as sms.tencentcloudapi.com or 127.0.0.1:8080.");
		}
	}

}
