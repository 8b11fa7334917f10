/**
 * Eight products of Tencent Cloud on one port, played by the fake that users have for
 * their tests, and scenarios that switch at run time.
 */
@NullMarked
package io.github.tencentcloud.resilience.demo.fake;

import org.jspecify.annotations.NullMarked;
