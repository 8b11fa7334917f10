package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The built-in defaults: every policy, which code falls under which, and which actions
 * have items. They are data, in {@code catalogue.yml} beside this class, so that a person
 * can read them too.
 *
 * @param policies the built-in policies by name
 * @param rules the built-in rules
 * @param items the built-in rules about items inside successes
 */
public record Catalogue(Map<String, Policy> policies, CodeRules rules, ItemRules items) {

	/**
	 * Create a catalogue that says nothing about items.
	 * @param policies the policies by name
	 * @param rules the rules
	 */
	public Catalogue(Map<String, Policy> policies, CodeRules rules) {
		this(policies, rules, ItemRules.empty());
	}

	/**
	 * Load the catalogue.
	 * @return the catalogue
	 * @throws IllegalStateException if the resource is not what it should be
	 */
	public static Catalogue load() {
		return new CatalogueReader(document("catalogue.yml")).read();
	}

	static Map<String, Object> document(String resource) {
		try (InputStream in = Catalogue.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new IllegalStateException("Resource '" + resource + "' is missing beside " + Catalogue.class);
			}
			LoaderOptions options = new LoaderOptions();
			options.setAllowDuplicateKeys(false);
			return new Yaml(new SafeConstructor(options)).load(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Resource '" + resource + "' cannot be read", ex);
		}
	}

}
