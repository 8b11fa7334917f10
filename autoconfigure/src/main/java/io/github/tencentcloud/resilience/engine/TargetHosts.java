package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Tells requests to Tencent Cloud apart from all others, by their host.
 */
public class TargetHosts {

	/** Labels that stand where a region could, but are not regions. */
	private static final Set<String> NO_REGIONS = Set.of("intl", "internal", "ai");

	private static final String API_DOMAIN = ".tencentcloudapi.com";

	private final Map<String, String> products = new HashMap<>();

	private final List<String> suffixes = new ArrayList<>();

	private final Map<String, Target> exact = new HashMap<>();

	/**
	 * Create the matcher.
	 * @param patterns hosts; one that starts with {@code *.} also covers every host below
	 * it
	 * @param products the host, or host and port, of products by name
	 * @throws IllegalArgumentException if a pattern would match every host
	 */
	public TargetHosts(Collection<String> patterns, Map<String, String> products) {
		this(patterns, products, Map.of());
	}

	/**
	 * Create a matcher that also knows where products fail over to.
	 * @param patterns hosts; one that starts with {@code *.} also covers every host below
	 * it
	 * @param products the host, or host and port, of products by name
	 * @param failOver further hosts, or hosts and ports, of products by name
	 * @throws IllegalArgumentException if a pattern would match every host
	 */
	public TargetHosts(Collection<String> patterns, Map<String, String> products,
			Map<String, ? extends Collection<String>> failOver) {
		failOver.forEach((product, hosts) -> hosts.forEach((host) -> add(product, host)));
		products.forEach(this::add);
		for (String pattern : patterns) {
			String host = pattern.trim().toLowerCase(Locale.ROOT);
			if (host.startsWith("*.")) {
				Assert.isTrue(host.length() > 2 && host.indexOf('*', 1) < 0,
						() -> "'" + pattern + "' is not a host pattern such as '*.tencentcloudapi.com'");
				this.suffixes.add(host.substring(1));
			}
			else {
				Assert.isTrue(!host.isEmpty() && host.indexOf('*') < 0,
						() -> "'" + pattern + "' is not a host pattern such as '*.tencentcloudapi.com'");
				this.exact.put(host, target(host, ""));
			}
		}
	}

	private void add(String product, String host) {
		this.products.put(host.trim().toLowerCase(Locale.ROOT), product.toLowerCase(Locale.ROOT));
	}

	/**
	 * Whether an address is one of Tencent Cloud.
	 * @param url the address
	 * @return {@code true} if requests to it are guarded, and may be signed
	 */
	public boolean covers(URI url) {
		return match(url) != null;
	}

	/**
	 * Match a request's address.
	 * @param url the address
	 * @return what the host says, or {@code null} if it is not one of Tencent Cloud
	 */
	@Nullable Target match(URI url) {
		String host = url.getHost();
		if (host == null) {
			return null;
		}
		host = host.toLowerCase(Locale.ROOT);
		String authority = (url.getPort() >= 0) ? host + ":" + url.getPort() : host;
		String product = this.products.get(authority);
		product = (product != null) ? product : this.products.get(host);
		Target target = matchPattern(host, authority);
		if (product == null) {
			return target;
		}
		return new Target(product, (target != null) ? target.region() : TencentCloudCall.NONE);
	}

	private @Nullable Target matchPattern(String host, String authority) {
		Target target = this.exact.get(authority);
		target = (target != null) ? target : this.exact.get(host);
		if (target != null) {
			return target;
		}
		for (String suffix : this.suffixes) {
			if (host.length() > suffix.length() && host.endsWith(suffix)) {
				return target(host, suffix);
			}
		}
		return null;
	}

	/**
	 * The first label is the product; the second, if the host is at least two labels
	 * longer than the vendor's domain, is the region.
	 */
	private static Target target(String host, String suffix) {
		String domain = suffix.isEmpty() ? API_DOMAIN : suffix;
		String[] labels = StringUtils.delimitedListToStringArray(
				host.endsWith(domain) ? host.substring(0, host.length() - domain.length()) : host, ".");
		boolean region = host.endsWith(domain) && labels.length > 1 && !NO_REGIONS.contains(labels[1]);
		return new Target(labels[0], region ? labels[1] : TencentCloudCall.NONE);
	}

	/**
	 * What a host says about a call.
	 *
	 * @param product the product
	 * @param region the region, or {@code none}
	 */
	record Target(String product, String region) {

	}

}
