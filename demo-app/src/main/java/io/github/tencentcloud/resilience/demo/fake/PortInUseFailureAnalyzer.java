package io.github.tencentcloud.resilience.demo.fake;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property to change when the fake API finds its port taken.
 */
class PortInUseFailureAnalyzer extends AbstractFailureAnalyzer<FakeApiConfiguration.PortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, FakeApiConfiguration.PortInUseException cause) {
		return new FailureAnalysis(
				"The demo's fake Tencent Cloud API could not start. Port %d of 127.0.0.1 is already in use."
					.formatted(cause.port()),
				"Stop the process that listens on port %d (perhaps another demo), or choose another port with --demo.fake-api.port=8090 (0 takes any free one)."
					.formatted(cause.port()),
				cause);
	}

}
