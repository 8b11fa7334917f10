package io.github.tencentcloud.resilience.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.RequestSigner;

/**
 * Where a product's calls go when their own host is unhealthy, and how they are signed
 * there.
 *
 * @param hosts the other hosts, each with a port if it is not the scheme's own
 * @param signing signs requests, or {@code null} if somebody else does
 * @param signingHost the host to sign for where a proxy stands in between, or
 * {@code null}
 * @param within the lookup during which the call began, or {@code null}
 */
record FailOver(List<String> hosts, @Nullable CallSigning signing, @Nullable String signingHost,
		@Nullable CredentialsLookup within) {

	/**
	 * The call's signature for a host. One of the vendor's own hosts is signed under its
	 * own name.
	 */
	@Nullable CallSignature signature(TencentCloudCall call) {
		if (this.signing == null) {
			return null;
		}
		return this.signing.forCall(call, RequestSigner.isApiHost(call.host()) ? null : this.signingHost, null,
				this.within);
	}

}
