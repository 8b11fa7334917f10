package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.BoundedSet;

/**
 * Signs requests, whatever client sends them. It is best called at the last moment, once
 * the body exists and all filters, codecs and defaults have been applied: then the
 * signature covers what is really sent, and each attempt of a call has its own.
 */
public class RequestSigner {

	private static final Logger logger = LoggerFactory.getLogger(RequestSigner.class);

	/** Hosts come from requests. */
	private static final int MAX_UNNAMED = 20;

	private final Predicate<URI> hosts;

	private final Tc3Signature signature = new Tc3Signature();

	private final AtomicBoolean warned = new AtomicBoolean();

	/** Hosts that no property names, and that have been reported. */
	private final BoundedSet<String> unnamed = new BoundedSet<>(MAX_UNNAMED);

	/**
	 * Create the signer.
	 * @param hosts the addresses that may be sent a signature, whatever the call
	 */
	public RequestSigner(Predicate<URI> hosts) {
		this.hosts = hosts;
		// The first use loads classes from disk, which an event loop should not wait for.
		sign(new UnsignedRequest("GET", URI.create("https://none"), (name) -> null, true, BodyHash.EMPTY), "none",
				TencentCloudCredentials.of("none", "none"), SigningOptions.DEFAULTS, Instant.EPOCH)
			.forEach((name, value) -> {
			});
	}

	/**
	 * Whether a request is to be signed. Left alone is one that has an
	 * {@code Authorization} by then, whose address is not one of ours, or that would
	 * travel unencrypted to another machine.
	 * @param uri the address that it is sent to
	 * @param authorization its {@code Authorization}, or {@code null}
	 * @param named whether the settings of the call name the address, so that it is ours
	 * @return whether it may have a signature, and has none yet
	 */
	public boolean accepts(URI uri, @Nullable String authorization, boolean named) {
		if (authorization != null || uri.getHost() == null) {
			return false;
		}
		if (!named && !this.hosts.test(uri)) {
			warnOfUnnamed(uri);
			return false;
		}
		if (SigningHost.isPrivate(uri)) {
			return true;
		}
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Requests to {}://{} are not signed: others could read them on the way. Use https.",
					uri.getScheme(), uri.getHost());
		}
		return false;
	}

	/**
	 * Sign a request. Nothing is asked and nothing remembered but keys: the same in is
	 * the same out.
	 * @param request the request, as it will be sent
	 * @param product the product, where the host does not tell it
	 * @param credentials whose signature it is to be
	 * @param options how to sign
	 * @param time the time that the server goes by
	 * @return the headers to set
	 */
	public SignedHeaders sign(UnsignedRequest request, String product, TencentCloudCredentials credentials,
			SigningOptions options, Instant time) {
		String host = SigningHost.header(request.uri(), request.header("Host"), options.signingHost());
		String present = request.header("Content-Type");
		String contentType = ContentTypes.settle(present, request.isGet(), request.contentTypeChosen());
		CanonicalRequest canonical = CanonicalRequest.of(request.method(), request.query(),
				options.unsignedPayload() ? BodyHash.UNSIGNED : request.bodyHash(), "content-type", contentType, "host",
				host);
		long timestamp = time.getEpochSecond();
		boolean language = StringUtils.hasText(options.language()) && request.header("X-TC-Language") == null;
		return new SignedHeaders(options.unsignedPayload() ? Tc3Signature.UNSIGNED_PAYLOAD : null,
				credentials.getToken(), language ? options.language() : null,
				contentType.equals(present) ? null : contentType, Long.toString(timestamp),
				this.signature.authorization(credentials, SigningHost.service(host, product), timestamp, canonical));
	}

	/**
	 * The address with its query as the server's documentation wants it to be signed:
	 * sorted by name, and encoded as RFC 3986 says, in upper case. The query of a GET is
	 * signed as it is sent, so this has to be done before.
	 * @param uri the address
	 * @return the same address, with the same parameters
	 */
	public static URI sortedQuery(URI uri) {
		return CanonicalQuery.sort(uri);
	}

	/**
	 * Whether a host is one of the vendor's own, so that the server behind it sees this
	 * name and no other.
	 * @param host the host, with or without a port
	 * @return {@code true} for {@code cvm.tencentcloudapi.com}
	 */
	public static boolean isApiHost(String host) {
		return SigningHost.isApi(host);
	}

	/**
	 * Whether a signature may travel to an address. If not, requests to it are not
	 * signed.
	 * @param uri the address
	 * @return {@code false} if others could read it on the way
	 */
	public static boolean isPrivate(URI uri) {
		return SigningHost.isPrivate(uri);
	}

	/**
	 * The host that a request is signed for.
	 * @param uri the address
	 * @param hostHeader its {@code Host}, which counts more, or {@code null}
	 * @param signingHost what counts most, where a proxy stands in between, or
	 * {@code null}
	 * @return the value of {@code Host} that the server will see
	 */
	public static String host(URI uri, @Nullable String hostHeader, @Nullable String signingHost) {
		return SigningHost.header(uri, hostHeader, signingHost);
	}

	private void warnOfUnnamed(URI uri) {
		String host = (uri.getPort() >= 0) ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
		if (this.unnamed.add(host)) {
			logger.warn("Calls to {} are guarded, but not signed: the credentials are for Tencent Cloud, and nothing "
					+ "says that this is its address. If it is meant to get them, name it in "
					+ "tencentcloud.resilience.hosts, or as the host or the endpoint of the product", host);
		}
	}

}
