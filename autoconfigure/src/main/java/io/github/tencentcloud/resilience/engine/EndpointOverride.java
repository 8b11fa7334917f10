package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Where calls are sent instead of the host that they name: a fake, a recorder or a
 * gateway. Only the address of a request changes. Its identity, circuit breaker and
 * signature still follow from the host that it names.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host, in lower case
 * @param port the port, or -1 for the scheme's own
 * @param path the prefix of each request's path, without a trailing slash, or empty
 */
public record EndpointOverride(String scheme, String host, int port, String path) {

	private static final int HIGHEST_PORT = 65535;

	/**
	 * Read an address.
	 * @param text scheme and host, with an optional port and path, such as
	 * {@code http://localhost:8089}
	 * @return the address
	 * @throws IllegalArgumentException if calls cannot be sent there; its message is a
	 * sentence that says why
	 */
	public static EndpointOverride of(String text) {
		URI uri = parse(text.trim());
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		Assert.isTrue(scheme.equals("http") || scheme.equals("https"),
				"It does not begin with 'http://' or 'https://'.");
		Assert.isTrue(uri.getRawUserInfo() == null, "A user or a password in it would not be sent.");
		Assert.isTrue(uri.getHost() != null, "It has no host, or one that is not allowed in a URL.");
		Assert.isTrue(uri.getPort() != 0 && uri.getPort() <= HIGHEST_PORT, "Its port is not between 1 and 65535.");
		Assert.isTrue(uri.getRawQuery() == null && uri.getRawFragment() == null,
				"It must have neither query nor fragment: each request brings its own query.");
		return new EndpointOverride(scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort(),
				StringUtils.trimTrailingCharacter(uri.getRawPath(), '/'));
	}

	private static URI parse(String text) {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("It is not a URL.", ex);
		}
	}

	/**
	 * Whether a request goes here anyway.
	 * @param url the address of a request
	 * @return {@code true} if scheme, host and port are the same
	 */
	public boolean covers(URI url) {
		return this.scheme.equalsIgnoreCase(url.getScheme()) && this.host.equalsIgnoreCase(url.getHost())
				&& effectivePort(this.port) == effectivePort(url.getPort());
	}

	private int effectivePort(int port) {
		return (port >= 0) ? port : this.scheme.equals("https") ? 443 : 80;
	}

	/**
	 * Send a request here.
	 * @param url the address of the request
	 * @return the address here: our prefix, then the path and query of the request
	 */
	public URI resolve(URI url) {
		StringBuilder here = new StringBuilder(toString());
		here.append(StringUtils.hasLength(url.getRawPath()) ? url.getRawPath() : "/");
		if (url.getRawQuery() != null) {
			here.append('?').append(url.getRawQuery());
		}
		return URI.create(here.toString());
	}

	@Override
	public String toString() {
		return this.scheme + "://" + this.host + ((this.port >= 0) ? ":" + this.port : "") + this.path;
	}

}
