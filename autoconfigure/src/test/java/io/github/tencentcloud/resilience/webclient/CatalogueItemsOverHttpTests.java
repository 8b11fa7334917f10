package io.github.tencentcloud.resilience.webclient;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Failures inside successes that the catalogue knows, over real HTTP: a code of its own
 * in an object, on top, in a list, words instead of codes, and none where there should be
 * one.
 */
class CatalogueItemsOverHttpTests {

	/** Product, action, content of Response, and what is counted. */
	private static final String[][] ANSWERS = {
			{ "antiddos", "CreateBoundIP", "\"Success\":{\"Code\":\"InvalidParameterValue\",\"Message\":\"m\"}",
					"InvalidParameterValue" },
			{ "antiddos", "CreateBoundIP", "\"Success\":{\"Code\":\"Success\",\"Message\":\"Success\"}", "OK" },
			{ "antiddos", "CreateBoundIP", "\"Success\":null", "" },
			{ "waf", "AddCustomRule", "\"Success\":{\"Code\":\"FailedOperation\",\"Message\":\"m\"},\"RuleId\":0",
					"FailedOperation" },
			{ "waf", "AddCustomRule", "\"Success\":{\"Code\":\"Success\",\"Message\":\"Success\"},\"RuleId\":7", "OK" },
			{ "ckafka", "CreateUser", "\"Result\":{\"ReturnCode\":\"4000\",\"ReturnMessage\":\"m\",\"Data\":null}",
					"4000" },
			{ "ckafka", "CreateUser", "\"Result\":{\"ReturnCode\":\"0\",\"ReturnMessage\":\"ok\",\"Data\":null}",
					"OK" },
			{ "cpdp", "RefundOpenBankOrder", "\"ErrCode\":\"PARAM_ERROR\",\"ErrMessage\":\"m\",\"Result\":null",
					"PARAM_ERROR" },
			{ "cpdp", "RefundOpenBankOrder", "\"ErrCode\":\"SUCCESS\",\"ErrMessage\":\"\",\"Result\":{}", "OK" },
			{ "cfw", "RemoveAcRule", "\"ReturnCode\":-1,\"ReturnMsg\":\"failed\"", "-1" },
			{ "cfw", "RemoveAcRule", "\"ReturnCode\":0,\"ReturnMsg\":\"success\"", "OK" },
			{ "gs", "CreateAndroidInstancesAccessToken",
					"\"AndroidInstanceErrors\":[{\"Error\":{\"Code\":\"ResourceNotFound\",\"Message\":\"m\"}}]",
					"ResourceNotFound" },
			{ "tcaplusdb", "CreateTables",
					"\"TableResults\":[{\"Error\":null},{\"Error\":{\"Code\":\"LimitExceeded\",\"Message\":\"m\"}}]",
					"LimitExceeded" },
			{ "tdmq", "SendMessages", "\"MessageId\":\"\",\"ErrorMsg\":\"the topic is terminated\"", "failed" },
			{ "tdmq", "SendMessages", "\"MessageId\":\"1:2:3\",\"ErrorMsg\":\"\"", "OK" },
			{ "clb", "BatchRegisterTargets", "\"FailListenerIdSet\":[\"lbl-1\"],\"Message\":\"m\"", "failed" },
			{ "clb", "BatchRegisterTargets", "\"FailListenerIdSet\":[],\"Message\":\"\"", "" },
			{ "scf", "Invoke", "\"Result\":{\"ErrMsg\":\"division by zero\",\"InvokeResult\":1}", "failed" },
			{ "scf", "Invoke", "\"Result\":{\"ErrMsg\":\"\",\"InvokeResult\":0}", "OK" } };

	static Stream<Arguments> answers() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(ANSWERS)
				.map((answer) -> Arguments.of(connector, answer[0], answer[1], answer[2], answer[3])));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void isCounted(Connector connector, String product, String action, String content, String counted)
			throws Exception {
		String body = body(content);
		try (Scene scene = scene(connector, Mode.ENFORCE, rule(product, action, ItemFailureHandling.REPORT), body)) {
			assertThat(call(scene, product, action)).isEqualTo(body);
			assertThat(counters(scene, product)).isEqualTo(counted.isEmpty() ? Map.of() : Map.of(counted, 1.0));
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("answers")
	void failsTheCallIfThatIsWished(Connector connector, String product, String action, String content, String counted)
			throws Exception {
		boolean fails = !counted.equals("OK") && !counted.isEmpty();
		try (Scene scene = scene(connector, Mode.ENFORCE, rule(product, action, ItemFailureHandling.FAIL_IF_ANY),
				body(content))) {
			TencentCloudApiException error = catchThrowableOfType(TencentCloudApiException.class,
					() -> call(scene, product, action));
			if (fails) {
				assertThat(error.getCode()).isEqualTo("ClientError.ItemsFailed");
				assertThat(error.getItemCodes()).isEqualTo(Map.of(counted, 1));
				assertThat(error.getRequestId()).isEqualTo("r-7");
			}
			else {
				assertThat(error).isNull();
			}
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void callWithoutAnyItemFails(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, rule("sms", "SendSms", ItemFailureHandling.FAIL_IF_ALL),
				body("\"SendStatusSet\":[]"))) {
			TencentCloudApiException error = catchThrowableOfType(TencentCloudApiException.class,
					() -> call(scene, "sms", "SendSms"));
			assertThat(error.getCode()).isEqualTo("ClientError.ItemsFailed");
			assertThat(error.getApiMessage()).isEqualTo("The answer has no items at all");
			assertThat(error.getItemCodes()).isEqualTo(Map.of("missing", 1));
			assertThat(counters(scene, "sms")).isEqualTo(Map.of("missing", 1.0));
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "FAIL_IF_ANY, SendStatusSet, []", "FAIL_IF_ANY, SendStatusSet, null", "FAIL_IF_ALL, Other, []" })
	void callWithoutAnyItemFailsHoweverItIsWritten(ItemFailureHandling onFailure, String name, String value)
			throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, rule("sms", "SendSms", onFailure),
				body("\"" + name + "\":" + value))) {
			assertThat(catchThrowableOfType(TencentCloudApiException.class, () -> call(scene, "sms", "SendSms"))
				.getItemCodes()).isEqualTo(Map.of("missing", 1));
		}
	}

	@Test
	void callWithoutAnyItemIsTheCallersAffairIfItIsOnlyReported() throws Exception {
		String body = body("\"SendStatusSet\":[]");
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, rule("sms", "SendSms", ItemFailureHandling.REPORT),
				body)) {
			assertThat(call(scene, "sms", "SendSms")).isEqualTo(body);
			assertThat(counters(scene, "sms")).isEmpty();
		}
	}

	@Test
	void observeShowsThatNoItemCame() throws Exception {
		String body = body("\"SendStatusSet\":[]");
		try (Scene scene = scene(Connector.REACTOR, Mode.OBSERVE,
				rule("sms", "SendSms", ItemFailureHandling.FAIL_IF_ALL), body)) {
			assertThat(call(scene, "sms", "SendSms")).isEqualTo(body);
			assertThat(counters(scene, "sms")).isEqualTo(Map.of("missing", 1.0));
			assertThat(scene.filter.calls("ClientError.ItemsFailed", "FAILURE")).isOne();
		}
	}

	@Test
	void streamHasNoItemsToMiss() throws Exception {
		String events = "data: {\"Choices\":[{\"Delta\":{},\"FinishReason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(200, "text/event-stream", events),
				(builder) -> builder
					.settings(settings(Mode.ENFORCE, rule("sms", "SendSms", ItemFailureHandling.FAIL_IF_ALL))))) {
			assertThat(call(scene, "sms", "SendSms")).isEqualTo(events);
			assertThat(counters(scene, "sms")).isEmpty();
		}
	}

	private static ItemRule rule(String product, String action, ItemFailureHandling onFailure) {
		ItemRule rule = Objects.requireNonNull(Catalogue.load().items().find(product, action));
		return new ItemRule(rule.path(), rule.ok(), rule.words(), onFailure);
	}

	private static String body(String content) {
		return "{\"Response\":{" + content + ",\"RequestId\":\"r-7\"}}";
	}

	private static Scene scene(Connector connector, Mode mode, ItemRule rule, String body) {
		return Scene.of(connector, (exchange) -> exchange.json(body),
				(builder) -> builder.settings(settings(mode, rule)));
	}

	private static CallSettings settings(Mode mode, ItemRule rule) {
		return TestSettings.of(mode, false, LIMIT, LIMIT, 10, null, rule);
	}

	private static String call(Scene scene, String product, String action) {
		return scene.post(action)
			.attributes(TencentCloudAttributes.product(product))
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.block(LIMIT);
	}

	private static Map<String, Double> counters(Scene scene, String product) {
		return scene.filter.meters.find("tencentcloud.client.items")
			.tag("product", product)
			.counters()
			.stream()
			.collect(Collectors.toMap((counter) -> Objects.requireNonNull(counter.getId().getTag("code")),
					(counter) -> counter.count()));
	}

}
