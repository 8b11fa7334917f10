/**
 * Lets the calls of {@code RestClient} and {@code RestTemplate} in.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for
 * {@code TencentCloudResilienceInterceptor}.
 */
@NullMarked
package io.github.tencentcloud.resilience.restclient;

import org.jspecify.annotations.NullMarked;
