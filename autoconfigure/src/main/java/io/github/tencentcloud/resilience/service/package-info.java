/**
 * HTTP interfaces of Tencent Cloud: the annotations that say what a method calls, what
 * makes beans of such interfaces, and what gives their requests the headers they need.
 */
@NullMarked
package io.github.tencentcloud.resilience.service;

import org.jspecify.annotations.NullMarked;
