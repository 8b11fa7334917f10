package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Stops the start-up because of mistakes in the configuration.
 */
class InvalidTencentCloudConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<ConfigurationProblem> problems;

	InvalidTencentCloudConfigurationException(List<ConfigurationProblem> problems) {
		super(problems.stream()
			.map((problem) -> problem.property() + ": " + problem.reason())
			.collect(Collectors.joining(" ", "The configuration of tencentcloud-resilience is wrong. ", "")));
		this.problems = List.copyOf(problems);
	}

	List<ConfigurationProblem> getProblems() {
		return this.problems;
	}

}
