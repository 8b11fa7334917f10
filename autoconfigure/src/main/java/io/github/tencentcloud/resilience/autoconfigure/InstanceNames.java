package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Looks for settings of Resilience4j's for a circuit breaker or a bulkhead of ours whose
 * name is mistyped, so that they apply to none.
 */
final class InstanceNames {

	private static final List<String> PLACES = List.of("resilience4j.circuitbreaker.instances",
			"resilience4j.circuitbreaker.backends", "resilience4j.bulkhead.instances",
			"resilience4j.bulkhead.backends");

	private static final String PREFIX = TencentCloudCall.NAME_PREFIX.substring(0,
			TencentCloudCall.NAME_PREFIX.length() - 1);

	private final Suspicions suspicions;

	private final Iterable<ConfigurationPropertySource> sources;

	InstanceNames(Suspicions suspicions, Iterable<ConfigurationPropertySource> sources) {
		this.suspicions = suspicions;
		this.sources = sources;
	}

	/** Whether there are any, so that it pays to find out which names are known. */
	boolean areWritten() {
		return !find().isEmpty();
	}

	/**
	 * Look at each of them.
	 * @param names the names that are known
	 * @param products the names of the products that are configured
	 */
	void check(MeantNames names, Collection<String> products) {
		find().forEach((path) -> {
			String name = path.text().substring(path.text().lastIndexOf('.') + 1);
			this.suspicions.add(path, "nothing of ours has this name.", meant(name, names, products));
		});
	}

	private Set<PropertyPath> find() {
		Set<PropertyPath> paths = new TreeSet<>((one, other) -> one.text().compareTo(other.text()));
		for (String place : PLACES) {
			ConfigurationPropertyName root = ConfigurationPropertyName.of(place);
			for (ConfigurationPropertySource source : this.sources) {
				if (source instanceof IterableConfigurationPropertySource iterable
						&& source.containsDescendantOf(root) == ConfigurationPropertyState.PRESENT) {
					iterable.stream()
						.filter(root::isAncestorOf)
						.map((name) -> name.getElement(root.getNumberOfElements(), Form.ORIGINAL))
						.filter((name) -> name.indexOf('-') > 0 && name.indexOf('.') < 0)
						.forEach((name) -> paths.add(new PropertyPath(place, place).name(name)));
				}
			}
		}
		return paths;
	}

	/**
	 * The parts of a name depend on the scope, but the product is nearly always first.
	 */
	private static @Nullable String meant(String name, MeantNames names, Collection<String> products) {
		int first = name.indexOf('-');
		String prefix = name.substring(0, first);
		if (!prefix.equals(PREFIX)) {
			return (prefix.equalsIgnoreCase(PREFIX) || TypingError.between(prefix, PREFIX) != null)
					? PREFIX + name.substring(first) : null;
		}
		String rest = name.substring(first + 1);
		if (products.stream().anyMatch((product) -> isOf(rest, product))) {
			return null;
		}
		int second = name.indexOf('-', first + 1);
		String product = (second >= 0) ? name.substring(first + 1, second) : rest;
		String region = (second >= 0) ? name.substring(second + 1) : "";
		String productMeant = names.product(product);
		String regionMeant = region.isEmpty() ? null : names.region(region);
		return (productMeant == null && regionMeant == null) ? null
				: PREFIX + "-" + ((productMeant != null) ? productMeant : product)
						+ (region.isEmpty() ? "" : "-" + ((regionMeant != null) ? regionMeant : region));
	}

	private static boolean isOf(String rest, String product) {
		return (rest + "-").toLowerCase(Locale.ROOT).startsWith(product.toLowerCase(Locale.ROOT) + "-");
	}

}
