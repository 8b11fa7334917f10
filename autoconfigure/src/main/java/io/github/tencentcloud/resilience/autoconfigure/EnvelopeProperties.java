package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of reading answers.
 *
 * @param holdBack Size up to which an answer is judged whole before the caller sees any
 * of it.
 */
record EnvelopeProperties(@DefaultValue("256KB") DataSize holdBack) {

}
