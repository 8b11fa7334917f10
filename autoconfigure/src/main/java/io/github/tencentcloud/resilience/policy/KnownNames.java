package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.Set;

/**
 * Names that exist besides those of the catalogue. They are data, in {@code names.yml}
 * next to this class.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param products the products of the vendor's SDKs
 * @param regions the regions
 * @param codes codes that look like one of the catalogue, mistyped
 * @param actions actions that look like one of the catalogue, mistyped
 */
public record KnownNames(Set<String> products, Set<String> regions, Set<String> codes, Set<String> actions) {

	/**
	 * Load the names.
	 * @return the names
	 * @throws IllegalStateException if the resource is missing or malformed
	 */
	public static KnownNames load() {
		Map<String, Object> document = FlatTree.read("names.yml");
		return new KnownNames(names(document, "products"), names(document, "regions"), names(document, "codes"),
				names(document, "actions"));
	}

	private static Set<String> names(Map<String, Object> document, String key) {
		return Set.of(CatalogueReader.words(document, key));
	}

}
