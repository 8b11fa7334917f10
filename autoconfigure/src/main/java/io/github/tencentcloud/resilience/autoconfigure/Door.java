package io.github.tencentcloud.resilience.autoconfigure;

/**
 * A kind of client whose calls are let in, for whoever tells of it. A bean, so that each
 * client's configuration brings its own.
 *
 * @param name what it is called
 */
record Door(String name) {

}
