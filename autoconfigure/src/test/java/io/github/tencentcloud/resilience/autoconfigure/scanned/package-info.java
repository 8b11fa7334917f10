/**
 * A package to be searched for interfaces.
 */
package io.github.tencentcloud.resilience.autoconfigure.scanned;
