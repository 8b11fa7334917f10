package io.github.tencentcloud.resilience.demo.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * The demo at work, with breakers so impatient that a test need not wait for them. All
 * tests with it share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.fake-api.port=0", "demo.calls-per-second=25",
				"tencentcloud.resilience.circuit-breaker.wait-duration-in-open-state=1s",
				"tencentcloud.resilience.circuit-breaker.sliding-window-size=5" })
@interface LiveDemo {

}
