package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells the user which property is wrong, where it is written and what to write instead.
 */
class InvalidTencentCloudConfigurationFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidTencentCloudConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTencentCloudConfigurationException cause) {
		List<ConfigurationProblem> problems = cause.getProblems();
		String heading = (problems.size() == 1) ? "A property of tencentcloud-resilience is wrong:%n"
				: "%d properties of tencentcloud-resilience are wrong:%n";
		StringBuilder description = new StringBuilder(String.format(heading, problems.size()));
		problems.forEach((problem) -> append(description, problem));
		return new FailureAnalysis(description.toString(), action(problems), cause);
	}

	private static void append(StringBuilder description, ConfigurationProblem problem) {
		description.append(String.format("%n    Property: %s", problem.property()));
		if (problem.value() != null) {
			description.append(String.format("%n    Value: \"%s\"", problem.value()));
		}
		if (problem.origin() != null) {
			description.append(String.format("%n    Origin: %s", problem.origin()));
		}
		description.append(String.format("%n    Reason: %s%n", problem.reason()));
	}

	private static String action(List<ConfigurationProblem> problems) {
		if (problems.size() == 1) {
			return problems.get(0).action();
		}
		return problems.stream()
			.map((problem) -> "    - " + problem.property() + ": " + problem.action())
			.collect(Collectors.joining(System.lineSeparator(), "Correct each of them:" + System.lineSeparator(), ""));
	}

}
