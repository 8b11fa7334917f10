/**
 * Reads JSON as its bytes arrive and keeps none of it: a push scanner that checks each
 * byte and tells of the few members that somebody waits for. Knows no envelope. The door
 * is {@link io.github.tencentcloud.resilience.json.JsonScanner}; what is public here is
 * so for the readers of envelopes.
 */
@NullMarked
package io.github.tencentcloud.resilience.json;

import org.jspecify.annotations.NullMarked;
