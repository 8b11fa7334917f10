package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What the address of a request means for its signature.
 */
final class SigningHost {

	private static final String API_DOMAIN = ".tencentcloudapi.com";

	private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	/** Literals only: what a name resolves to may change. */
	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|127(\\." + OCTET + "){3}|\\[(::1|(0{1,4}:){7}0{0,3}1)]");

	private SigningHost() {
	}

	/** Whether a signature can be sent there without others seeing it. */
	static boolean isPrivate(URI uri) {
		if ("https".equalsIgnoreCase(uri.getScheme())) {
			return true;
		}
		String host = uri.getHost();
		return "http".equalsIgnoreCase(uri.getScheme()) && host != null
				&& LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
	}

	/** The value of {@code Host} that the server will see. */
	static String header(URI uri, @Nullable String hostHeader, @Nullable String signingHost) {
		String host = StringUtils.hasText(signingHost) ? signingHost : hostHeader;
		if (StringUtils.hasText(host)) {
			return host.trim();
		}
		int port = uri.getPort();
		int defaultPort = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
		return (port < 0 || port == defaultPort) ? uri.getHost() : uri.getHost() + ":" + port;
	}

	/** The product as the server calls it, whatever the configuration does. */
	static String service(String host, String product) {
		return isApi(host) ? host.substring(0, host.indexOf('.')).toLowerCase(Locale.ROOT) : product;
	}

	/** Whether a host, with or without a port, is one of the vendor's own. */
	static boolean isApi(String host) {
		int port = host.lastIndexOf(':');
		return ((port < 0) ? host : host.substring(0, port)).toLowerCase(Locale.ROOT).endsWith(API_DOMAIN);
	}

}
