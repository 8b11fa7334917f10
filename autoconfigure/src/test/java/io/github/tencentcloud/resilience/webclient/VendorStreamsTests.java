package io.github.tencentcloud.resilience.webclient;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Drives each action of the vendor that has a stream through the filter: to a good end,
 * into each failure that it can tell of, and to an end too early.
 */
@Tag("integration")
class VendorStreamsTests {

	private static final String TRUNCATED = "ClientError.StreamTruncated";

	private static final String PIECE = "{\"Choices\":[{\"Delta\":{\"Role\":\"assistant\",\"Content\":\"你\"},\"Index\":0,\"FinishReason\":\"\"}],\"Id\":\"x\"}";

	private static final String LAST_PIECE = "{\"Choices\":[{\"Delta\":{\"Content\":\"\"},\"FinishReason\":\"stop\"}],\"Id\":\"x\"}";

	private static final String ENVELOPE = "{\"Response\":{\"Error\":{\"Code\":\"E\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";

	private static final String ERROR_MSG = "{\"Choices\":[],\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":\"E\"}}";

	private static final String ERROR_CODE = "{\"Partial\":false,\"ErrorCode\":\"E\",\"ErrorMessage\":\"m\"}";

	private static final String CODE = "{\"Code\":500,\"Message\":\"m\",\"Data\":null}";

	/** All 21 of the SDK on the class path, and six of a newer one. */
	private static final List<Form> FORMS = List.of(
			chat("hunyuan", "ChatCompletions ChatTranslations GroupChatCompletions ImageQuestion").failing(ERROR_MSG),
			chat("cls", "ChatCompletions"), chat("lkeap", "ChatCompletions"),
			form("es", "ChatCompletions", "{\"Choices\":[{\"Message\":{\"Role\":\"assistant\",\"Content\":\"你\"}}]}",
					"{\"Choices\":[{\"Message\":{\"Content\":\"好\"}}],\"Usage\":{}}", false),
			form("cloudmate", "CloudMateAgent", "{\"Content\":{\"Parts\":[{\"Text\":\"你\"}]},\"Partial\":true}",
					"{\"Content\":{\"Parts\":[]},\"Partial\":false,\"TurnComplete\":true}", false)
				.failing(ERROR_CODE),
			form("lkeap", "ReconstructDocumentSSE", "{\"ResponseType\":\"1\",\"Progress\":\"50\",\"TaskId\":\"t\"}",
					"{\"ResponseType\":\"2\",\"Progress\":\"100\",\"DocumentRecognizeResultUrl\":\"https://x\"}", true),
			form("es", "ParseDocument", "{\"Progress\":\"50\"}",
					"{\"Progress\":\"100\",\"DocumentParseResultUrl\":\"https://x\"}", true),
			form("hunyuan",
					"FilesUploads FilesDeletions FilesList CreateThread GetThread GetThreadMessage GetThreadMessageList",
					"{\"ID\":\"x\",\"Object\":\"thread\",\"Data\":[]}", "{\"ID\":\"x\",\"CreatedAt\":1}", false),
			form("hunyuan", "RunThread", "{\"delta\":{\"content\":\"你\"}}", "{\"delta\":{}}", false),
			form("dataagent", "ChatAI ExecuteAgentApiV1", "{\"x\":1}", "{\"x\":2}", false),
			form("tdai", "CreateChatCompletion", "{\"x\":1}", "{\"x\":2}", false),
			form("trtc", "TextToSpeechSSE", "{\"Audio\":\"AAAA\"}", "{\"Audio\":\"\"}", false),
			form("ig", "GetLLMDiagnosisDrug GetLLMDiagnosisDrugChat GetLLMDiagnosisHealth GetLLMReportInterpretation",
					"{\"Code\":0,\"Message\":\"\",\"Data\":{\"Content\":\"你\",\"IsFinish\":false}}",
					"{\"Code\":0,\"Message\":\"ok\",\"Data\":{\"Content\":\"\",\"IsFinish\":true}}", true)
				.failing(CODE),
			form("waf", "GenerateLLMSecAnswer", "{\"x\":1}", "{\"x\":2}", false));

	@ParameterizedTest
	@EnumSource
	void goodEnd(Connector connector) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			drive(connector, mode, (form) -> List.of(event(form.piece) + event(form.last)), (stream) -> "OK");
		}
	}

	@ParameterizedTest
	@EnumSource
	void eachFailure(Connector connector) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			drive(connector, mode, (form) -> {
				List<String> streams = new ArrayList<>();
				streams.add(ENVELOPE);
				for (String failure : form.failures) {
					streams.add(event(failure));
					streams.add(event(form.piece) + event(failure) + event(form.last));
				}
				return streams;
			}, (stream) -> stream.contains("500") ? "500" : "E");
		}
	}

	@ParameterizedTest
	@EnumSource
	void endTooEarly(Connector connector) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			drive(connector, mode,
					(form) -> List.of("", ": ping\n\n", event(form.piece) + "data: " + form.last.substring(0, 4)),
					(stream) -> TRUNCATED);
			drive(connector, mode, (form) -> List.of(event(form.piece), event(form.piece) + event(form.piece)),
					(stream) -> "by its form");
		}
	}

	/** One call for each action and stream. */
	private static void drive(Connector connector, Mode mode, Function<Form, List<String>> streams,
			Function<String, String> expected) throws Exception {
		String[] next = new String[1];
		try (Scene scene = Scene.of(connector,
				(exchange) -> exchange.send(200, "text/event-stream", next[0], "X-TC-RequestId: r"),
				(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 1)))) {
			for (Form form : FORMS) {
				for (String action : form.actions.split(" ")) {
					for (String stream : streams.apply(form)) {
						next[0] = stream;
						String code = expected.apply(stream);
						if (code.equals("by its form")) {
							code = form.needsLast ? TRUNCATED : "OK";
						}
						long before = calls(scene, form, action, code);
						read(scene, form, action, (mode == Mode.OBSERVE) ? "OK" : code, stream);
						assertThat(calls(scene, form, action, code)).as("%s of %s: %s", code, action, stream)
							.isEqualTo(before + 1);
					}
				}
			}
		}
	}

	private static long calls(Scene scene, Form form, String action, String code) {
		return scene.filter.count("tencentcloud.client.requests", "product", form.product, "action", action, "code",
				code);
	}

	private static void read(Scene scene, Form form, String action, String code, String stream) {
		var body = scene.post(action)
			.attributes(TencentCloudAttributes.product(form.product))
			.bodyValue("{}")
			.retrieve()
			.bodyToFlux(String.class)
			.collectList();
		if (code.equals("OK")) {
			assertThat(body.block(LIMIT)).as("%s: %s", action, stream).isNotNull();
			return;
		}
		assertThatExceptionOfType(TencentCloudApiException.class).as("%s: %s", action, stream)
			.isThrownBy(() -> body.block(LIMIT))
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo(code);
				assertThat(ex.getRequestId()).isEqualTo("r");
			});
	}

	private static String event(String data) {
		return "data: " + data + "\n\n";
	}

	private static Form chat(String product, String actions) {
		return form(product, actions, PIECE, LAST_PIECE, true);
	}

	private static Form form(String product, String actions, String piece, String last, boolean needsLast) {
		return new Form(product, actions, piece, last, needsLast, List.of(ENVELOPE));
	}

	/**
	 * The streams of some actions.
	 *
	 * @param needsLast whether it is truncated without its last event
	 * @param failures the events that tell of an error
	 */
	private record Form(String product, String actions, String piece, String last, boolean needsLast,
			List<String> failures) {

		Form failing(String failure) {
			return new Form(this.product, this.actions, this.piece, this.last, this.needsLast,
					List.of(ENVELOPE, failure));
		}

	}

}
