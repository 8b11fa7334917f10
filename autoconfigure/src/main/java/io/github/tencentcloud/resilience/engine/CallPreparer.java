package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.UntrustedText;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.RequestSigner;

/**
 * Fills in what requests leave out: version, region, account, the address they are really
 * sent to and, where there are credentials, the signature.
 */
final class CallPreparer {

	private static final String HOST = "Host";

	private final @Nullable CallSigning signing;

	private final Predicate<URI> hosts;

	/**
	 * Create the preparation.
	 * @param signing signs requests, or {@code null} if requests are not signed here
	 * @param hosts the addresses that are known to be those of Tencent Cloud
	 */
	CallPreparer(@Nullable CallSigning signing, Predicate<URI> hosts) {
		this.signing = signing;
		this.hosts = hosts;
	}

	/** A request as it is sent; {@code defaults} are those of its product. */
	PreparedCall prepare(TencentCloudCall call, RequestHead request, ProductDefaults defaults) {
		Map<String, @Nullable String> headers = Map.of();
		String version = call.version();
		if (version == null && defaults.version() != null) {
			version = defaults.version();
			headers = with(headers, "X-TC-Version", version);
		}
		String region = call.region();
		if (region.equals(TencentCloudCall.NONE) && defaults.region() != null) {
			region = defaults.region();
			headers = with(headers, "X-TC-Region", region);
		}
		TencentCloudCall prepared = call.with(version, region, account(request, defaults));
		EndpointOverride endpoint = defaults.endpoint();
		URI uri = request.uri();
		String signingHost = defaults.signingHost();
		if (endpoint != null && !endpoint.covers(uri)) {
			// Tells the endpoint which host the request was meant for.
			signingHost = RequestSigner.host(uri, request.header(HOST), signingHost);
			uri = endpoint.resolve(uri);
			headers = with(headers, HOST, null);
			headers = with(headers, "X-Forwarded-Host", signingHost);
		}
		CredentialsLookup within = CredentialsLookup.current();
		CallSignature signature = (this.signing != null) ? this.signing.forCall(prepared, signingHost, endpoint, within)
				: null;
		return new PreparedCall(prepared, uri, headers, signature, failOver(prepared, request, defaults, within));
	}

	/** Most requests leave nothing out, so the map is only created when needed. */
	private static Map<String, @Nullable String> with(Map<String, @Nullable String> headers, String name,
			@Nullable String value) {
		Map<String, @Nullable String> with = headers.isEmpty() ? new LinkedHashMap<>() : headers;
		with.put(name, value);
		return with;
	}

	/**
	 * A configured endpoint is for all attempts. And a request to an unknown address,
	 * which may be a fake, must not fail over to the real host.
	 */
	private @Nullable FailOver failOver(TencentCloudCall call, RequestHead request, ProductDefaults defaults,
			@Nullable CredentialsLookup within) {
		if (defaults.failOver().isEmpty() || defaults.endpoint() != null || !this.hosts.test(request.uri())) {
			return null;
		}
		List<String> others = defaults.failOver().stream().filter((host) -> !host.equals(call.host())).toList();
		return new FailOver(others, this.signing, defaults.signingHost(), within);
	}

	private static @Nullable String account(RequestHead request, ProductDefaults defaults) {
		Object account = request.attributes().get(TencentCloudAttributes.ACCOUNT);
		return (account != null) ? UntrustedText.name(account.toString()) : defaults.account();
	}

}
