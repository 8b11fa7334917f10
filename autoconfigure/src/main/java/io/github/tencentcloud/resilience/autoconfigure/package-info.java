/**
 * Spring Boot's side: reads {@code tencentcloud.*} properties, checks them, and creates
 * the beans of the packages below. Those that users may replace back off for one of the
 * user's own.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.NullMarked;
