/**
 * The filter for {@code WebClient}: identifies a call, makes its attempts, and hands on
 * the answer or a typed exception. Everything it decides by comes from the packages
 * below.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for what
 * {@code docs/types.md} lists.
 */
@NullMarked
package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.NullMarked;
