/**
 * An application that calls Tencent Cloud through the starter, as any application would:
 * an injected {@code WebClient.Builder}, {@code application.yml}, and nothing of the
 * library but its public contract.
 */
@NullMarked
package io.github.tencentcloud.resilience.demo;

import org.jspecify.annotations.NullMarked;
