/**
 * A page that shows what the library does, live: the meters once a second, the circuit
 * breakers, the last calls. It reads what every application has, and changes nothing but
 * the scenario.
 */
@NullMarked
package io.github.tencentcloud.resilience.demo.page;

import org.jspecify.annotations.NullMarked;
