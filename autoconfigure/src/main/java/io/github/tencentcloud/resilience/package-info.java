/**
 * What every room of the library may use. It knows none of them, and neither Reactor nor
 * an HTTP client.
 */
@NullMarked
package io.github.tencentcloud.resilience;

import org.jspecify.annotations.NullMarked;
