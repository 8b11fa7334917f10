package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One product of the fake API with its actions.
 */
class Product {

	private final String name;

	private final String version;

	private final Map<String, Action> actions = new TreeMap<>();

	Product(String name, String version) {
		this.name = name;
		this.version = version;
	}

	Product action(String name, Function<Parameters, Map<String, ?>> answer, String... required) {
		this.actions.put(name, new Action(List.of(required), answer));
		return this;
	}

	String name() {
		return this.name;
	}

	String version() {
		return this.version;
	}

	Map<String, Action> actions() {
		return this.actions;
	}

	@Nullable Action action(String name) {
		return this.actions.get(name);
	}

}
