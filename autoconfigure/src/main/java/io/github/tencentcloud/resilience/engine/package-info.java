/**
 * The loop: a call and its attempts, as a value that says what to do next. Independent of
 * HTTP clients and of Reactor.
 *
 * <p>
 * What is public here is so only for the other packages of this library.
 */
@NullMarked
package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.NullMarked;
