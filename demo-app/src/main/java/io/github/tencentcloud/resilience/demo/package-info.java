/**
 * An application that calls Tencent Cloud through the starter, as any application would:
 * HTTP interfaces, {@code application.yml}, and nothing of the library but its public
 * contract. It is a reactive one with {@code WebClient} or, with the profile
 * {@code servlet}, a servlet one with {@code RestClient}. So that both serve the same
 * interfaces, their methods return plain types; in an application with {@code WebClient}
 * alone they may return a {@code Mono}.
 */
@NullMarked
package io.github.tencentcloud.resilience.demo;

import org.jspecify.annotations.NullMarked;
