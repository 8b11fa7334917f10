/**
 * Drives calls over HTTP clients that block: waits, sends and reads on the caller's own
 * thread. It knows no client; a door brings a {@code Transport}.
 *
 * <p>
 * What is public here is so only for the other packages of this library.
 */
@NullMarked
package io.github.tencentcloud.resilience.blocking;

import org.jspecify.annotations.NullMarked;
