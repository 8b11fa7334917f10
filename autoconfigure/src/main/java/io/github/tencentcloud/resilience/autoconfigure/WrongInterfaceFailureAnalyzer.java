package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.tencentcloud.resilience.service.WrongInterfaceException;

/**
 * Tells the user which HTTP interface is wrong.
 */
class WrongInterfaceFailureAnalyzer extends AbstractFailureAnalyzer<WrongInterfaceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WrongInterfaceException cause) {
		return new FailureAnalysis(cause.getProblem(), cause.getAction(), cause);
	}

}
