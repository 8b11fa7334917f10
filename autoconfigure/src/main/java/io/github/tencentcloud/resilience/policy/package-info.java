/**
 * From a code to a decision: which policy an error code falls under, whether a call may
 * be repeated, and what to do after each attempt. Knows neither HTTP nor Reactor, so any
 * client can build on it.
 */
@NullMarked
package io.github.tencentcloud.resilience.policy;

import org.jspecify.annotations.NullMarked;
