package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Looks for the libraries that every call needs. A missing one would only be noticed on
 * an event loop, which swallows such errors: the caller would wait for an answer until it
 * timed out. This is a condition, since conditions are evaluated before any class that
 * needs the libraries is loaded.
 */
class RequiredLibraries implements Condition {

	private static final Map<String, String> LIBRARIES = Map.of(
			"io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry",
			"io.github.resilience4j:resilience4j-circuitbreaker", "io.github.resilience4j.bulkhead.BulkheadRegistry",
			"io.github.resilience4j:resilience4j-bulkhead",
			"io.github.resilience4j.core.registry.RegistryEventConsumer", "io.github.resilience4j:resilience4j-core",
			"io.micrometer.observation.Observation", "io.micrometer:micrometer-observation",
			"io.micrometer.common.KeyValue", "io.micrometer:micrometer-commons");

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, String> missing = new TreeMap<>(LIBRARIES);
		missing.keySet().removeIf((name) -> ClassUtils.isPresent(name, context.getClassLoader()));
		if (!missing.isEmpty()) {
			throw new MissingLibraryException(missing);
		}
		return true;
	}

}
