package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.TencentCloudCall;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Signs requests at the last moment: when their body is written, and all filters, codecs
 * and defaults have had their say. So the signature covers what is really sent, and each
 * attempt of a call has its own.
 */
public class RequestSigner {

	private static final Logger logger = LoggerFactory.getLogger(RequestSigner.class);

	/** Hosts come from requests. */
	private static final int MAX_UNNAMED = 20;

	private final ServerClock clock;

	private final Predicate<URI> hosts;

	private final Tc3Signature signature = new Tc3Signature();

	private final AtomicBoolean warned = new AtomicBoolean();

	/** Hosts that nobody has named, as far as they have been told of. */
	private final Set<String> unnamed = ConcurrentHashMap.newKeySet();

	/**
	 * Create the signer.
	 * @param clock the time of each host
	 * @param hosts the addresses that may be sent a signature
	 */
	public RequestSigner(ServerClock clock, Predicate<URI> hosts) {
		this.clock = clock;
		this.hosts = hosts;
		// The first use loads classes from disk, which an event loop should not wait for.
		this.signature.authorization(TencentCloudCredentials.of("none", "none"), "none", 0,
				CanonicalRequest.of(HttpMethod.GET, "", Sha256.hex("")));
	}

	/**
	 * Wrap a request, so that it signs itself when its body is written to it. Left alone
	 * is a request that has an {@code Authorization} by then, whose address is not one of
	 * ours, that would travel unencrypted to another machine, that follows a redirect as
	 * far as the HTTP client lets that be seen, or for which there are no credentials.
	 * @param request the request that a body inserter is about to write to
	 * @param call the call that it belongs to
	 * @param credentials the credentials, or empty; subscribed to once for each request
	 * @param options how to sign
	 * @param listener is told what the request was signed with, just before it is sent
	 * @return the request to write to instead
	 */
	public ClientHttpRequest sign(ClientHttpRequest request, TencentCloudCall call,
			Mono<TencentCloudCredentials> credentials, SigningOptions options, Consumer<SignedWith> listener) {
		return new SigningRequest(request, this, call, credentials, options, listener);
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
	 * @param headers the headers, of which {@code Host} counts if it is there
	 * @param signingHost what counts more, where a proxy stands in between, or
	 * {@code null}
	 * @return the value of {@code Host} that the server will see
	 */
	public static String host(URI uri, HttpHeaders headers, @Nullable String signingHost) {
		return SigningHost.header(uri, headers, signingHost);
	}

	boolean accepts(URI uri, HttpHeaders headers) {
		if (headers.containsHeader(HttpHeaders.AUTHORIZATION) || uri.getHost() == null) {
			return false;
		}
		if (!this.hosts.test(uri)) {
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

	private void warnOfUnnamed(URI uri) {
		String host = (uri.getPort() >= 0) ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
		if (this.unnamed.size() < MAX_UNNAMED && this.unnamed.add(host)) {
			logger.warn("Calls to {} are guarded, but not signed: the credentials are for Tencent Cloud, and nothing "
					+ "says that this is its address. If it is meant to get them, name it in "
					+ "tencentcloud.resilience.hosts, or as the host or the endpoint of the product", host);
		}
	}

	ServerClock clock() {
		return this.clock;
	}

	Tc3Signature signature() {
		return this.signature;
	}

}
