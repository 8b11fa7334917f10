/**
 * A fake Tencent Cloud for tests: it answers as a test says, checks signatures, remembers
 * what it was asked, and needs no account. Tests begin with
 * {@link io.github.tencentcloud.resilience.test.AutoConfigureFakeTencentCloud}.
 */
@NullMarked
package io.github.tencentcloud.resilience.test;

import org.jspecify.annotations.NullMarked;
