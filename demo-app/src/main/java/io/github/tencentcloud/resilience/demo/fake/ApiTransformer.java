package io.github.tencentcloud.resilience.demo.fake;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * Answers every request: the product says what it would say, the scenario what becomes of
 * it.
 */
class ApiTransformer implements ResponseDefinitionTransformerV2 {

	private final Products products = new Products();

	private final ScenarioSwitch scenario;

	private final SignatureCheck signatureCheck;

	ApiTransformer(ScenarioSwitch scenario, SignatureCheck signatureCheck) {
		this.scenario = scenario;
		this.signatureCheck = signatureCheck;
	}

	@Override
	public String getName() {
		return "tencent-cloud-api";
	}

	@Override
	public ResponseDefinition transform(ServeEvent serveEvent) {
		LoggedRequest request = serveEvent.getRequest();
		return this.scenario.answer(request, () -> answer(request))
			.withHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(this.scenario.clock())))
			.build();
	}

	private ResponseDefinitionBuilder answer(LoggedRequest logged) {
		try {
			this.signatureCheck.check(logged);
			ApiRequest request = ApiRequest.of(logged);
			return Answers.success(this.products.action(request).run(request.parameters()));
		}
		catch (ApiError error) {
			return Answers.error(error.code(), error.text());
		}
	}

}
