package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the built-in table of codes.
 *
 * @param enabled Whether the built-in table decides where the user's own has no better
 * entry.
 */
record CatalogueProperties(@DefaultValue("true") boolean enabled) {

}
