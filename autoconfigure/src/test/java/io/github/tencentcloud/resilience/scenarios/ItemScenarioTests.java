package io.github.tencentcloud.resilience.scenarios;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Successes whose items failed.
 */
class ItemScenarioTests extends AbstractScenarios {

	private static final String ITEMS = """
			tencentcloud.resilience.products.sms:
			  actions.SendSms.item-codes.on-failure: HOW
			""";

	@Test
	void itemsAreCountedAndTheCallSucceeds() {
		this.server.always(statuses("Ok", "Ok", "LimitExceeded.PhoneNumberDailyLimit"));
		Application application = start("");
		assertSucceeded(application.call(sendSms()), "r-1");
		assertThat(application.meters().items()).containsExactly("sms SendSms LimitExceeded.PhoneNumberDailyLimit: 1",
				"sms SendSms OK: 2");
		assertThat(application.meters().calls()).containsExactly("sms SendSms none OK none SUCCESS: 1");
	}

	/** Some of it may be done, and would be done twice. */
	@Test
	void callFailsIfOneItemFailedAndIsNeverRepeated() {
		this.server.always(statuses("Ok", "InternalError.RequestTimeException"));
		Application application = start(ITEMS.replace("HOW", "fail-if-any") + """
				tencentcloud.resilience.codes: { ClientError.ItemsFailed: conflict }
				""");
		Reply reply = application.call(sendSms().idempotent(true));
		assertFailed(reply, "TencentCloudApiException", "ClientError.ItemsFailed", "r-1", 1);
		assertThat(reply.error()).hasMessageContaining("1 of 2 items failed: InternalError.RequestTimeException");
		assertThat(reply.told().line()).contains("not repeated, since some of its items succeeded");
		assertThat(this.server.requests()).isOne();
		assertThat(application.meters().calls()).singleElement()
			.asString()
			.startsWith("sms SendSms none ClientError.ItemsFailed ")
			.endsWith(" FAILURE: 1");
		assertThat(application.breaker("tencentcloud-sms-none").getMetrics().getNumberOfFailedCalls()).isZero();
	}

	@Test
	void callFailsIfAllItemsFailed() {
		this.server.answers(statuses("Ok", "A"), statuses("A", "A"));
		Application application = start(ITEMS.replace("HOW", "fail-if-all"));
		assertSucceeded(application.call(sendSms()), "r-1");
		assertFailed(application.call(sendSms()), "TencentCloudApiException", "ClientError.ItemsFailed", "r-2", 1);
	}

	/** Its caller has part of it when the last item is read. */
	@Test
	void itemsOfALargeAnswerFailItsBody() {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.always((exchange) -> exchange.json(Answers.success(exchange,
				"\"Padding\":\"" + "x".repeat(3000) + "\",\"SendStatusSet\":[{\"Code\":\"A\"}]")));
		Application application = start(ITEMS.replace("HOW", "fail-if-any") + """
				tencentcloud.resilience.envelope.hold-back: 1KB
				""");
		OpenReply open = application.open(sendSms());
		Reply reply = open.rest(open.body());
		assertThat(reply.text()).contains("\"RequestId\":\"r-1\"");
		assertFailed(reply, "TencentCloudApiException", "ClientError.ItemsFailed", "r-1", 1);
		assertThat(application.meters().items()).containsExactly("sms SendSms A: 1");
	}

	private static Request sendSms() {
		return Request.of("SendSms").product("sms");
	}

	private static RawServer.Script statuses(String... codes) {
		return (exchange) -> exchange.json(Answers.success(exchange,
				"\"SendStatusSet\":[{\"Code\":\"" + String.join("\"},{\"Code\":\"", codes) + "\"}]"));
	}

}
