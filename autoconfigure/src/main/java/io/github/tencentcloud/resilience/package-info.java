/**
 * What an application meets everywhere: exceptions and what they know of a call, the
 * attributes of a request, and the control. It knows none of the other packages, and
 * neither Reactor nor an HTTP client.
 */
@NullMarked
package io.github.tencentcloud.resilience;

import org.jspecify.annotations.NullMarked;
