package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.tencentcloud.resilience.engine.CallSigning;

/**
 * Properties of signatures.
 *
 * @param enabled Whether to sign requests, where there are credentials.
 * @param language Language of the server's messages, "zh-CN" or "en-US". If not set, the
 * server chooses.
 * @param unsignedPayload Whether the body is left out of the signature, so that a stream
 * need not be gathered first.
 */
@ConfigurationProperties(SigningProperties.PREFIX)
record SigningProperties(@DefaultValue("true") boolean enabled, @Nullable String language,
		@DefaultValue("false") boolean unsignedPayload) {

	static final String PREFIX = "tencentcloud.signing";

	/** What signs the calls, or {@code null} if they are not signed. */
	@Nullable CallSigning choose(ObjectProvider<CallSigning> signings) {
		CallSigning signing = this.enabled ? signings.getIfUnique() : null;
		return (signing != null && !signing.rotation().isEmpty()) ? signing : null;
	}

}
