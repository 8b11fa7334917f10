package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * A call that is ready to go.
 *
 * @param call the call
 * @param uri where it is sent
 * @param headers what its headers are set to; {@code null} means that they are left out
 * @param signature makes its signatures, or {@code null} if it is not signed here
 * @param failOver where it goes when its host is ill, or {@code null} if nowhere
 */
public record PreparedCall(TencentCloudCall call, URI uri, Map<String, @Nullable String> headers,
		@Nullable CallSignature signature, @Nullable FailOver failOver) {

}
