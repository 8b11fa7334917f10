package io.github.tencentcloud.resilience.demo;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips a test where a program is not on the {@code PATH}. Where the environment says
 * {@code REQUIRE_TOOLS=true}, as the continuous integration does, a missing program fails
 * the test instead.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTool.Condition.class)
@Tag("integration")
public @interface RequiresTool {

	/** The programs that the test starts. */
	String[] value();

	/** Looks for the programs. */
	class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class)
				.flatMap(
						(annotation) -> Arrays.stream(annotation.value()).filter((tool) -> !isOnPath(tool)).findFirst())
				.map(Condition::missing)
				.orElseGet(() -> ConditionEvaluationResult.enabled("All programs are there"));
		}

		private static ConditionEvaluationResult missing(String tool) {
			if (Boolean.parseBoolean(System.getenv("REQUIRE_TOOLS"))) {
				throw new IllegalStateException("The program '" + tool + "' is not on the PATH. Install it, or run "
						+ "without REQUIRE_TOOLS=true to skip the tests that need it");
			}
			return ConditionEvaluationResult.disabled("The program '" + tool + "' is not on the PATH");
		}

		private static boolean isOnPath(String tool) {
			String path = System.getenv("PATH");
			return path != null && Stream.of(path.split(Pattern.quote(File.pathSeparator)))
				.anyMatch((directory) -> new File(directory, tool).canExecute());
		}

	}

}
