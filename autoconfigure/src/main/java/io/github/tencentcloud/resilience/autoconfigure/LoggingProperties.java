package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the log.
 *
 * @param interval Least time between two lines about calls that fail alike; 0 for a line
 * about each call.
 * @param unguardedClients Whether to name, when the application starts, beans of HTTP
 * clients that were built by hand, whose calls to Tencent Cloud would not be guarded.
 */
record LoggingProperties(@DefaultValue("10s") Duration interval, @DefaultValue("true") boolean unguardedClients) {

}
