package io.github.tencentcloud.resilience.blocking;

import java.io.InputStream;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * What the caller gets.
 *
 * @param received the response as it came; its body has been read, in part or as a whole,
 * or is read through {@code body}
 * @param body the body for the caller
 * @param changed whether that is another one than was sent, so that the headers that
 * speak of its length and encoding do not hold
 * @param failure why the call failed, if its caller gets a response all the same, or
 * {@code null}
 */
public record Delivery(Received received, InputStream body, boolean changed, @Nullable TencentCloudFailure failure) {

}
