/**
 * From a code to a decision: which policy an error code falls under, whether a call may
 * be repeated, and what to do after each attempt. Knows neither HTTP nor Reactor, so any
 * client can build on it.
 *
 * <p>
 * What is public here is so only for the other packages of this library.
 */
@NullMarked
package io.github.tencentcloud.resilience.policy;

import org.jspecify.annotations.NullMarked;
