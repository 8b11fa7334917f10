package io.github.tencentcloud.resilience.client;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.OutsideText;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.signing.Asking;
import io.github.tencentcloud.resilience.signing.RequestSigner;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Gives requests what they do not say themselves: version, region, account and, where
 * there are credentials, a signature. Where there is an endpoint, they are sent there.
 */
final class CallPreparation {

	private final Function<String, ProductDefaults> defaults;

	private final @Nullable CallSigning signing;

	private final Predicate<URI> hosts;

	/**
	 * Create the preparation.
	 * @param defaults what requests to a product get where they do not say it themselves
	 * @param signing signs requests, or {@code null} if somebody else does
	 * @param hosts the addresses that are known to be those of Tencent Cloud
	 */
	CallPreparation(Function<String, ProductDefaults> defaults, @Nullable CallSigning signing, Predicate<URI> hosts) {
		this.defaults = defaults;
		this.signing = signing;
		this.hosts = hosts;
	}

	Prepared prepare(TencentCloudCall call, ClientRequest request) {
		ProductDefaults defaults = this.defaults.apply(call.product());
		String version = (call.version() != null) ? call.version() : defaults.version();
		String region = (call.region().equals(TencentCloudCall.NONE) && defaults.region() != null) ? defaults.region()
				: call.region();
		TencentCloudCall prepared = call.with(version, region, account(request, defaults));
		EndpointAddress endpoint = defaults.endpoint();
		ClientRequest complete = withHeaders(request, call, defaults);
		String signingHost = defaults.signingHost();
		if (endpoint != null && !endpoint.covers(request.url())) {
			signingHost = RequestSigner.host(request.url(), request.headers().getFirst(HttpHeaders.HOST), signingHost);
			complete = sentTo(endpoint, complete, signingHost);
		}
		Asking within = Asking.current();
		CallSignature signature = (this.signing != null) ? this.signing.forCall(prepared, signingHost, within) : null;
		return new Prepared(prepared, complete, signature, failOver(prepared, request, defaults, within));
	}

	/**
	 * The same request for the endpoint, which is told the host that it was meant for.
	 */
	private static ClientRequest sentTo(EndpointAddress endpoint, ClientRequest request, String host) {
		return ClientRequest.from(request).url(endpoint.resolve(request.url())).headers((headers) -> {
			headers.remove(HttpHeaders.HOST);
			headers.set("X-Forwarded-Host", host);
		}).build();
	}

	/**
	 * Where there is an endpoint, it is for all attempts. And what goes to an address
	 * that nobody knows, which may be a fake, must not come out at the real one.
	 */
	private @Nullable FailOver failOver(TencentCloudCall call, ClientRequest request, ProductDefaults defaults,
			@Nullable Asking within) {
		if (defaults.failOver().isEmpty() || defaults.endpoint() != null || !this.hosts.test(request.url())) {
			return null;
		}
		List<String> others = defaults.failOver().stream().filter((host) -> !host.equals(call.host())).toList();
		return new FailOver(others, this.signing, defaults.signingHost(), within);
	}

	private static @Nullable String account(ClientRequest request, ProductDefaults defaults) {
		Object account = request.attributes().get(TencentCloudAttributes.ACCOUNT);
		return (account != null) ? OutsideText.name(account.toString()) : defaults.account();
	}

	private static ClientRequest withHeaders(ClientRequest request, TencentCloudCall call, ProductDefaults defaults) {
		boolean version = call.version() == null && defaults.version() != null;
		boolean region = call.region().equals(TencentCloudCall.NONE) && defaults.region() != null;
		if (!version && !region) {
			return request;
		}
		return ClientRequest.from(request).headers((headers) -> {
			if (version) {
				headers.set("X-TC-Version", defaults.version());
			}
			if (region) {
				headers.set("X-TC-Region", defaults.region());
			}
		}).build();
	}

	/**
	 * A call that is ready to go.
	 *
	 * @param call the call
	 * @param request the request
	 * @param signature makes its signatures, or {@code null} if it is not signed here
	 * @param failOver where it goes when its host is ill, or {@code null} if nowhere
	 */
	record Prepared(TencentCloudCall call, ClientRequest request, @Nullable CallSignature signature,
			@Nullable FailOver failOver) {

		ClientRequest signedRequest() {
			return (this.signature != null) ? SigningRequest.sign(this.request, this.signature) : this.request;
		}

	}

}
