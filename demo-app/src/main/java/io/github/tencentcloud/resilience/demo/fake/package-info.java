/**
 * Tencent Cloud played by an embedded WireMock: eight products on one port, and scenarios
 * that switch at run time. Nothing in here uses the starter.
 */
@NullMarked
package io.github.tencentcloud.resilience.demo.fake;

import org.jspecify.annotations.NullMarked;
