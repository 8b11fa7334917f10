/**
 * What applications use everywhere: the exceptions and what they know about a call, the
 * attributes of a request, and the control. Depends on none of the other packages, nor on
 * Reactor or an HTTP client.
 */
@NullMarked
package io.github.tencentcloud.resilience;

import org.jspecify.annotations.NullMarked;
