package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells the user which HTTP interfaces are built on a client that does not suit them.
 */
class UnsuitableClientFailureAnalyzer extends AbstractFailureAnalyzer<UnsuitableClientException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsuitableClientException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
