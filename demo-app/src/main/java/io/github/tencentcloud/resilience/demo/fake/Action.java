package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One action of a product.
 *
 * @param required the parameters without which it is refused
 * @param answer from parameters to the fields of {@code Response}
 */
record Action(List<String> required, Function<Parameters, Map<String, ?>> answer) {

	Map<String, ?> run(Parameters parameters) {
		for (String name : this.required) {
			if (!parameters.has(name)) {
				throw ApiError.missingParameter(name);
			}
		}
		return this.answer.apply(parameters);
	}

}
