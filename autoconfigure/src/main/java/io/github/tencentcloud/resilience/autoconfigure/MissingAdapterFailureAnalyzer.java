package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells the user that HTTP interfaces are built on {@code WebClient}, which is not there.
 * Spring itself finds that out, whatever the interfaces were imported with, and before we
 * can.
 */
class MissingAdapterFailureAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {

	static final String MESSAGE = "No HttpServiceGroupAdapter for type ";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
		if (!(MESSAGE + "WEB_CLIENT").equals(cause.getMessage())) {
			return null;
		}
		return new FailureAnalysis("HTTP interfaces are built on WebClient, which is not on the class path.",
				"Add org.springframework.boot:spring-boot-starter-webclient, or say clientType = "
						+ "HttpServiceGroup.ClientType.REST_CLIENT where they are imported.",
				cause);
	}

}
