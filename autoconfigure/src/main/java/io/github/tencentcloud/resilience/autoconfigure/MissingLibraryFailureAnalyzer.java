package io.github.tencentcloud.resilience.autoconfigure;

import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells the user which class is missing, and which dependency contains it.
 */
class MissingLibraryFailureAnalyzer extends AbstractFailureAnalyzer<MissingLibraryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingLibraryException cause) {
		String classes = cause.getMissing()
			.keySet()
			.stream()
			.map((name) -> System.lineSeparator() + "    " + name)
			.collect(Collectors.joining());
		return new FailureAnalysis(
				"No call to Tencent Cloud can be guarded without classes that are not on the class path:"
						+ System.lineSeparator() + classes,
				"Add " + String.join(", ", new TreeSet<>(cause.getMissing().values()))
						+ ", or look for what excludes it. To go without tencentcloud-resilience, exclude "
						+ TencentCloudResilienceAutoConfiguration.class.getSimpleName() + ".",
				cause);
	}

}
