package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whoever sets a variable or writes a key may write a long one; what was meant is not
 * searched for until tomorrow.
 */
class LongConfigurationTests extends AbstractWrongConfigurationTests {

	private static final long MEGABYTE = 1024 * 1024;

	private final PropertySchema schema = PropertySchema.of(TencentCloudResilienceProperties.class);

	static Stream<Arguments> longKeys() {
		return Stream.of(arguments("empty elements", elements("timeout", "", 1000), true),
				arguments("one name many times", elements("products", "actions", 1000), true),
				arguments("names in names", elements("products", "a", 30), true),
				arguments("torn apart", elements("products", "a", 1000), true),
				arguments("a long element", List.of("x".repeat(100_000)), true),
				arguments("a long element", List.of("x".repeat(100_000)), false),
				arguments("a long last element", List.of("products", "sms", "x".repeat(100_000)), false),
				arguments("many elements", elements("policies", "a", 1000), false));
	}

	@ParameterizedTest(name = "{0}, variable: {2}")
	@MethodSource("longKeys")
	void longKeyCostsNoMoreThanAnyOther(String name, List<String> elements, boolean variable) throws Exception {
		Callable<KeySuggestion> search = () -> KeySuggestion.of(this.schema, elements, variable);
		search.call();
		assertThat(AllocatedBytes.of(search)).isLessThan(20 * MEGABYTE);
	}

	@Test
	void longNameIsNotComparedAtAll() throws Exception {
		List<String> names = Collections.nCopies(1000, "auth");
		String name = "auth".repeat(10_000);
		Callable<String> search = () -> Similarity.nearest(name, names);
		assertThat(search.call()).isNull();
		assertThat(AllocatedBytes.of(search)).isLessThan(MEGABYTE);
	}

	@Test
	void longVariableStopsTheStartUpLikeAnyOther() {
		String variable = "TENCENTCLOUD_RESILIENCE_TIMEOUT" + "_".repeat(5000) + "X";
		this.startUp.variable(variable, "3");
		assertStops("").contains("Property: TENCENTCLOUD_RESILIENCE_TIMEOUT___", "There is no such property.");
	}

	private static List<String> elements(String first, String other, int count) {
		return Stream.concat(Stream.of(first), Collections.nCopies(count, other).stream()).toList();
	}

}
