package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

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

	/**
	 * Give a request the headers that it gets here, and take away those it must not have.
	 * @param set sets a header, in place of what the request had under its name
	 * @param remove removes a header
	 */
	public void applyTo(BiConsumer<String, String> set, Consumer<String> remove) {
		this.headers.forEach((name, value) -> {
			if (value != null) {
				set.accept(name, value);
			}
			else {
				remove.accept(name);
			}
		});
	}

	/** A signature that the request keeps is for its own host only. */
	PreparedCall keeping(@Nullable CallerSignature kept) {
		return (kept != null && this.failOver != null)
				? new PreparedCall(this.call, this.uri, this.headers, this.signature, null) : this;
	}

}
