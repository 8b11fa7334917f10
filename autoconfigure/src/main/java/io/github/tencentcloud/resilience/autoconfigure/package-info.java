/**
 * Spring Boot's side: reads {@code tencentcloud.*} properties, checks them, and makes
 * beans of the packages below. Every bean steps back for one of the user's own.
 */
@NullMarked
package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.NullMarked;
