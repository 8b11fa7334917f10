package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What Boot says of an application that does not start.
 */
final class StartUpFailure {

	private StartUpFailure() {
	}

	static FailureAnalysis analysis(ApplicationContextRunner runner) {
		AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
		runner.run((context) -> {
			Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "The application has started");
			// Some analyzers cannot be made without a context.
			SpringFactoriesLoader.forDefaultResourceLocation()
				.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
				}))
				.stream()
				.filter((analyzer) -> analyzer.getClass().getName().startsWith("io.github.tencentcloud"))
				.map((analyzer) -> analyzer.analyze(failure))
				.filter(Objects::nonNull)
				.forEach(analysis::set);
		});
		return Objects.requireNonNull(analysis.get(), "Nobody has anything to say");
	}

}
