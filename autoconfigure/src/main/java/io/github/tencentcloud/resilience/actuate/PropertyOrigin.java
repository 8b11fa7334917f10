package io.github.tencentcloud.resilience.actuate;

/**
 * A property of the application, and where it is written.
 *
 * @param property its name in full
 * @param origin the file and line, or the kind of source, as Spring Boot says it
 */
public record PropertyOrigin(String property, String origin) {

}
