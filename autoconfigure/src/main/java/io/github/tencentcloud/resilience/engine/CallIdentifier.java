package io.github.tencentcloud.resilience.engine;

import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.UntrustedText;

/**
 * Identifies the call that a request makes. Attributes count first, then headers, then
 * query parameters (the older way of signing has no headers), then the host. A request
 * from an annotated interface is a call whatever its host, since its product is known.
 */
public final class CallIdentifier {

	/** What an unknown host tells us. */
	private static final TargetHosts.Target UNKNOWN = new TargetHosts.Target(TencentCloudCall.NONE,
			TencentCloudCall.NONE);

	private final Supplier<@Nullable TargetHosts> hosts;

	/**
	 * Create an identifier. While there are no hosts, there are no calls.
	 * @param hosts tells which requests are meant
	 */
	public CallIdentifier(Supplier<@Nullable TargetHosts> hosts) {
		this.hosts = hosts;
	}

	/**
	 * The call, or {@code null} if the request is not for Tencent Cloud.
	 * @param request what the request says before its body
	 * @return the call, or {@code null}
	 */
	public @Nullable TencentCloudCall identify(RequestHead request) {
		TargetHosts hosts = this.hosts.get();
		if (hosts == null) {
			return null;
		}
		Object attribute = request.attributes().get(TencentCloudAttributes.PRODUCT);
		TargetHosts.Target target = hosts.match(request.uri());
		if (target == null) {
			if (attribute == null || !CallOptions.isAnnotated(request.attributes())
					|| request.uri().getHost() == null) {
				return null;
			}
			target = UNKNOWN;
		}
		String product = (attribute != null) ? lowerCase(attribute.toString()) : target.product();
		String region = value(request, "x-tc-region", "Region");
		String action = value(request, "x-tc-action", "Action");
		return new TencentCloudCall(UntrustedText.name(product),
				(action != null) ? UntrustedText.name(action) : TencentCloudCall.NONE,
				UntrustedText.nameIfAny(value(request, "x-tc-version", "Version")),
				UntrustedText.name((region != null) ? lowerCase(region) : target.region()), host(request),
				request.method());
	}

	/** A lower-case header name is found faster. */
	private static @Nullable String value(RequestHead request, String header, String parameter) {
		String value = request.header(header);
		if (!StringUtils.hasText(value)) {
			value = request.parameter(parameter);
		}
		return StringUtils.hasText(value) ? value : null;
	}

	private static String host(RequestHead request) {
		String host = lowerCase(request.uri().getHost());
		int port = request.uri().getPort();
		return (port >= 0) ? host + ":" + port : host;
	}

	private static String lowerCase(String value) {
		return value.trim().toLowerCase(Locale.ROOT);
	}

}
