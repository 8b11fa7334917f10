package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the log.
 *
 * @param interval Least time between two lines about calls that fail alike; 0 for a line
 * about each call.
 * @param unguardedClients Whether to tell, when the application starts, of WebClient
 * beans that call Tencent Cloud unguarded, if they call it.
 */
record LoggingProperties(@DefaultValue("10s") Duration interval, @DefaultValue("true") boolean unguardedClients) {

}
