package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * A call that is ready to be sent.
 *
 * @param call the call
 * @param uri where it is sent
 * @param headers headers to set; a value of {@code null} removes the header
 * @param signature signs it, or {@code null} if it is not signed here
 * @param failOver where it goes when its host is unhealthy, or {@code null} if nowhere
 */
public record PreparedCall(TencentCloudCall call, URI uri, Map<String, @Nullable String> headers,
		@Nullable CallSignature signature, @Nullable FailOver failOver) {

	/** A signature that the request keeps is for its own host only. */
	PreparedCall keeping(@Nullable CallerSignature kept) {
		return (kept != null && this.failOver != null)
				? new PreparedCall(this.call, this.uri, this.headers, this.signature, null) : this;
	}

}
