package io.github.tencentcloud.resilience.demo.page;

import io.micrometer.observation.Observation;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.test.context.ActiveProfiles;

/**
 * The same page, and the same calls, with Spring MVC and {@code RestClient}.
 */
@ActiveProfiles("servlet")
class ServletPageControllerTests extends PageControllerTests {

	@Override
	Class<? extends WebServer> server() {
		return TomcatWebServer.class;
	}

	@Override
	Class<? extends Observation.Context> client() {
		return ClientRequestObservationContext.class;
	}

}
