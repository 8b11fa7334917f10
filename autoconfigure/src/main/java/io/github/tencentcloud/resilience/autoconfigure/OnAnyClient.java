package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Matches where there is a client whose calls can be let in.
 */
class OnAnyClient extends AnyNestedCondition {

	OnAnyClient() {
		super(ConfigurationPhase.PARSE_CONFIGURATION);
	}

	@ConditionalOnClass({ WebClient.class, WebClientCustomizer.class })
	static class OnWebClient {

	}

	@ConditionalOnClass({ RestClient.class, RestClientCustomizer.class })
	static class OnRestClient {

	}

	@Conditional(OnSdk.class)
	static class OnVendorSdk {

	}

}
