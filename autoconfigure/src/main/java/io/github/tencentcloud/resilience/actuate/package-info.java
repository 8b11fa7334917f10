/**
 * The actuator's view: an endpoint that lists, explains and switches, and health. It only
 * reads what the other packages hold; the switch itself is theirs.
 *
 * <p>
 * What is public here is so only for the other packages of this library.
 */
@NullMarked
package io.github.tencentcloud.resilience.actuate;

import org.jspecify.annotations.NullMarked;
