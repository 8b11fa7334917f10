/**
 * Lets the calls of the vendor's Java SDK in.
 *
 * <p>
 * What is public here is so only for the other packages of this library, but for
 * {@code TencentCloudSdk}.
 */
@NullMarked
package io.github.tencentcloud.resilience.sdk;

import org.jspecify.annotations.NullMarked;
