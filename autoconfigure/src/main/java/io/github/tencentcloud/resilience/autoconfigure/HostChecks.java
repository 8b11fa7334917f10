package io.github.tencentcloud.resilience.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks hosts: a wrong one either matches nothing, or the requests of others.
 */
final class HostChecks {

	private static final Pattern HOST = Pattern
		.compile("([A-Za-z0-9_-]+\\.)*[A-Za-z0-9_-]+\\.?(:\\d{1,5})?|\\[[^]]+](:\\d{1,5})?");

	private final ConfigurationProblems problems;

	HostChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(TencentCloudResilienceProperties properties) {
		checkPatterns(properties.hosts());
		Map<String, String> owners = new HashMap<>();
		properties.products().forEach((name, product) -> {
			if (product.host() != null) {
				PropertyPath path = PropertyPath.ROOT.key("products").name(name).key("host");
				check(path, product.host());
				String owner = owners.putIfAbsent(product.host().trim().toLowerCase(Locale.ROOT), name);
				if (owner != null) {
					this.problems.add(path, "It is the host of product '" + owner + "' too.",
							"Give each product a host of its own, or merge the two.");
				}
			}
		});
	}

	private void checkPatterns(List<String> hosts) {
		PropertyPath path = PropertyPath.ROOT.key("hosts");
		boolean list = !this.problems.isWritten(path);
		for (int i = 0; i < hosts.size(); i++) {
			String host = hosts.get(i).trim();
			PropertyPath element = list ? new PropertyPath(path + "[" + i + "]", path + "[" + i + "]") : path;
			if (host.equals("*") || host.equals("*.")) {
				this.problems.add(element, "It would match every host, and so the requests of others.",
						"Write the hosts of Tencent Cloud, such as *.tencentcloudapi.com.");
			}
			else {
				check(element, host.startsWith("*.") ? host.substring(2) : host);
			}
		}
	}

	private void check(PropertyPath path, String host) {
		if (host.isBlank()) {
			this.problems.add(path, "A host must not be blank.",
					"Write a host, such as sms.tencentcloudapi.com, or remove it.");
		}
		else if (!HOST.matcher(host).matches()) {
			this.problems.add(path, "It is no host, so no request would match.",
					"Write only the host, such as sms.tencentcloudapi.com, with a port if need be.");
		}
	}

}
