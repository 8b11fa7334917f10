package io.github.tencentcloud.resilience.webclient;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Items inside successes, over real HTTP.
 */
class ItemsOverHttpTests {

	private static final String CONTENT = "{\"SendStatusSet\":[" + item("Ok") + "," + item("A.Daily") + "," + item("B")
			+ "," + item("A.Daily") + "," + item("Ok") + "],\"RequestId\":\"r-7\"}";

	private static final String SOME_FAILED = "{\"Response\":" + CONTENT + "}";

	private static final String ALL_FAILED = "{\"Response\":{\"SendStatusSet\":[" + item("B")
			+ "],\"RequestId\":\"r-7\"}}";

	private static final String NONE_FAILED = "{\"Response\":{\"SendStatusSet\":[" + item("Ok") + "]}}";

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void reportCountsAndHandsOn(Connector connector, boolean unwrap) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, unwrap, ItemFailureHandling.REPORT, SOME_FAILED)) {
			assertThat(scene.write()).isEqualTo(unwrap ? CONTENT : SOME_FAILED);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			assertCounted(scene);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void failIfAnyFailsAndListsTheCodes(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, false, ItemFailureHandling.FAIL_IF_ANY, SOME_FAILED)) {
			TencentCloudApiException error = catchThrowableOfType(TencentCloudApiException.class, scene::read);
			assertThat(error.getCode()).isEqualTo("ClientError.ItemsFailed");
			assertThat(error.getApiMessage()).isEqualTo("3 of 5 items failed: A.Daily ×2, B");
			assertThat(error).hasMessageStartingWith(
					"ClientError.ItemsFailed: 3 of 5 items failed: A.Daily ×2, B [cvm.DescribeInstances, RequestId r-7, "
							+ "policy fail (fail), 1 attempt in ");
			assertThat(error.getItemCodes()).containsExactly(Map.entry("A.Daily", 2), Map.entry("B", 1));
			assertThat(error.getDecision()).isEqualTo(Decision.FAIL);
			assertThat(error.getStatusCode()).isEqualTo(200);
			assertThat(TencentCloudFailure.of(error).orElseThrow().itemCodes()).isEqualTo(error.getItemCodes());
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("ClientError.ItemsFailed", "FAILURE")).isOne();
			assertThat(scene.filter.attempts("ClientError.ItemsFailed")).isOne();
			assertCounted(scene);
		}
	}

	@ParameterizedTest
	@CsvSource({ "FAIL_IF_ALL, true, false", "FAIL_IF_ANY, true, true", "REPORT, false, false" })
	void whatFailsTheCall(ItemFailureHandling onFailure, boolean all, boolean some) throws Exception {
		assertOutcome(onFailure, ALL_FAILED, all);
		assertOutcome(onFailure, SOME_FAILED, some);
		assertOutcome(onFailure, NONE_FAILED, false);
		assertOutcome(onFailure, Scene.OK, all);
	}

	@Test
	void isNeverRepeatedWhateverThePolicySays() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false, ItemFailureHandling.FAIL_IF_ANY, SOME_FAILED,
				(builder) -> builder.policy("ClientError.ItemsFailed", "throttled"))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read)
				.satisfies((ex) -> assertThat(ex.getPolicy()).isEqualTo("throttled"));
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.retries("exhausted")).isOne();
		}
	}

	@Test
	void isASuccessForTheCircuitBreaker() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false, ItemFailureHandling.FAIL_IF_ANY, SOME_FAILED,
				(builder) -> builder.breaker((breaker) -> breaker.minimumNumberOfCalls(1)))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read);
			assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfSuccessfulCalls()).isOne();
			assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfFailedCalls()).isZero();
		}
	}

	@Test
	void successAfterARetryIsCountedOnce() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange
					.json((exchange.number() == 1) ? Scene.error("RequestLimitExceeded") : SOME_FAILED),
				(builder) -> builder.settings(settings(Mode.ENFORCE, false, ItemFailureHandling.REPORT)))) {
			assertThat(scene.read()).isEqualTo(SOME_FAILED);
			assertThat(scene.requests()).isEqualTo(2);
			assertCounted(scene);
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void bodyThatIsReleasedAlreadyFailsAtItsEnd(Connector connector, boolean unwrap) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, unwrap, ItemFailureHandling.FAIL_IF_ANY, SOME_FAILED,
				(builder) -> builder.holdBack(20))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> drain(scene)).satisfies((ex) -> {
				assertThat(ex.getItemCodes()).containsEntry("A.Daily", 2);
				assertThat(ex.getRequestId()).isEqualTo("r-7");
			});
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("ClientError.ItemsFailed", "FAILURE")).isOne();
			assertCounted(scene);
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, REPORT", "JDK, REPORT", "REACTOR, FAIL_IF_ALL" })
	void bodyThatIsReleasedAlreadyIsCounted(Connector connector, ItemFailureHandling onFailure) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, false, onFailure, SOME_FAILED,
				(builder) -> builder.holdBack(20))) {
			assertThat(scene.read()).isEqualTo(SOME_FAILED);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			assertCounted(scene);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void observeCountsAndShowsWhatWouldHaveBeen(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.OBSERVE, true, ItemFailureHandling.FAIL_IF_ANY, SOME_FAILED)) {
			assertThat(scene.read()).isEqualTo(SOME_FAILED);
			assertThat(scene.filter.calls("ClientError.ItemsFailed", "FAILURE")).isOne();
			assertCounted(scene);
		}
		try (Scene scene = scene(connector, Mode.OBSERVE, true, ItemFailureHandling.REPORT, SOME_FAILED)) {
			assertThat(scene.read()).isEqualTo(SOME_FAILED);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			assertCounted(scene);
		}
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void errorAndGatewayAnswersHaveNoItems(Mode mode) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			if (exchange.number() == 1) {
				exchange.json("{\"Response\":{\"SendStatusSet\":[" + item("B")
						+ "],\"Error\":{\"Code\":\"LimitExceeded\"}}}");
			}
			else {
				exchange.send(404, "application/json", SOME_FAILED);
			}
		}, (builder) -> builder.settings(settings(mode, false, ItemFailureHandling.FAIL_IF_ANY)))) {
			for (int i = 0; i < 2; i++) {
				scene.call("RunInstances").onErrorComplete().block(LIMIT);
			}
			assertThat(scene.requests()).isEqualTo(2);
			assertThat(scene.filter.meters.find("tencentcloud.client.items").counters()).isEmpty();
			assertThat(scene.filter.calls("ClientError.ItemsFailed", "FAILURE")).isZero();
		}
	}

	@Test
	void answerWithoutItemsCountsNone() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false, ItemFailureHandling.REPORT, Scene.OK)) {
			assertThat(scene.read()).isEqualTo(Scene.OK);
			assertThat(scene.filter.meters.find("tencentcloud.client.items").counters()).isEmpty();
		}
	}

	@Test
	void withoutARuleNothingIsCounted() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(SOME_FAILED))) {
			assertThat(scene.read()).isEqualTo(SOME_FAILED);
			assertThat(scene.filter.meters.find("tencentcloud.client.items").counters()).isEmpty();
		}
	}

	@Test
	void messageNamesAFewCodesAndCountsTheRest() throws Exception {
		StringBuilder set = new StringBuilder(item("C0"));
		for (int i = 0; i < 7; i++) {
			set.append(',').append(item("C" + i));
		}
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false, ItemFailureHandling.FAIL_IF_ALL,
				"{\"Response\":{\"SendStatusSet\":[" + set + "]}}")) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read).satisfies((ex) -> {
				assertThat(ex.getApiMessage()).isEqualTo("8 of 8 items failed: C0 ×2, C1, C2, C3, C4 and 2 more codes");
				assertThat(ex.getItemCodes()).hasSize(7);
			});
			assertThat(scene.filter.meters.find("tencentcloud.client.items").counters()).hasSize(7);
		}
	}

	@Test
	void exceptionOfATestCanHaveItemsAndIsSerializable() throws Exception {
		TencentCloudApiException built = TencentCloudApiException.builder("ClientError.ItemsFailed")
			.itemCodes(Map.of("A", 3))
			.build();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(built);
		Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
		assertThat(((TencentCloudApiException) copy).getItemCodes()).isEqualTo(Map.of("A", 3));
		assertThat(TencentCloudApiException.builder("A").build().getItemCodes()).isEmpty();
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false, ItemFailureHandling.FAIL_IF_ANY,
				SOME_FAILED)) {
			Throwable error = catchThrowableOfType(TencentCloudApiException.class, scene::read);
			new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(error);
		}
	}

	private static void assertOutcome(ItemFailureHandling onFailure, String body, boolean fails) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false, onFailure, body)) {
			if (fails) {
				assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::write);
			}
			else {
				assertThat(scene.write()).isEqualTo(body);
			}
		}
	}

	private static void assertCounted(Scene scene) {
		assertThat(count(scene, "OK")).isEqualTo(2);
		assertThat(count(scene, "A.Daily")).isEqualTo(2);
		assertThat(count(scene, "B")).isEqualTo(1);
		assertThat(scene.filter.meters.find("tencentcloud.client.items").counters()).hasSize(3);
	}

	private static double count(Scene scene, String code) {
		return scene.filter.meters.get("tencentcloud.client.items")
			.tags("product", "cvm", "code", code)
			.counter()
			.count();
	}

	private static void drain(Scene scene) {
		scene.post("RunInstances")
			.bodyValue("{}")
			.retrieve()
			.bodyToFlux(DataBuffer.class)
			.doOnNext(DataBufferUtils::release)
			.blockLast(LIMIT);
	}

	private static Scene scene(Connector connector, Mode mode, boolean unwrap, ItemFailureHandling onFailure,
			String body) {
		return scene(connector, mode, unwrap, onFailure, body, (builder) -> {
		});
	}

	private static Scene scene(Connector connector, Mode mode, boolean unwrap, ItemFailureHandling onFailure,
			String body, Consumer<TestFilter.Builder> customizer) {
		return Scene.of(connector, (exchange) -> exchange.json(body), (builder) -> {
			builder.settings(settings(mode, unwrap, onFailure));
			customizer.accept(builder);
		});
	}

	private static CallSettings settings(Mode mode, boolean unwrap, ItemFailureHandling onFailure) {
		return TestSettings.of(mode, unwrap, LIMIT, LIMIT, 10, null,
				new ItemRule(ItemPath.of("SendStatusSet[].Code"), Set.of("Ok"), onFailure));
	}

	private static String item(String code) {
		return "{\"PhoneNumber\":\"+8618511122233\",\"Code\":\"" + code + "\",\"Message\":\"m\"}";
	}

}
