package io.github.tencentcloud.resilience.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.test.FakeTencentCloud;

/**
 * The few lines that a stranger needs.
 */
@Component
class Welcome {

	private static final Logger logger = LoggerFactory.getLogger(Welcome.class);

	private final DemoProperties properties;

	private final FakeTencentCloud fake;

	private final Environment environment;

	Welcome(DemoProperties properties, FakeTencentCloud fake, Environment environment) {
		this.properties = properties;
		this.fake = fake;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		String here = "http://localhost:" + this.environment.getProperty("local.server.port");
		logger.info("Running:  {} calls a second to a fake Tencent Cloud at http://{}; each one is logged below",
				this.properties.callsPerSecond(), this.fake.endpoint());
		logger.info("Page:     open {} in a browser", here);
		logger.info("Scenario: curl {}/scenario    switch: curl -X POST {}/scenario/outage", here, here);
		logger.info(
				"Meters:   {}/actuator/prometheus (tencentcloud_client_...)    breakers: {}/actuator/circuitbreakers",
				here, here);
	}

}
