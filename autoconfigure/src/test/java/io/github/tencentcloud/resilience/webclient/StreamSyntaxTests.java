package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the syntax of streams of events allows, over HTTP: it is read wherever
 * it is cut, and passes as it was sent.
 */
@Tag("integration")
class StreamSyntaxTests {

	private static final String STREAM = "text/event-stream;charset=utf-8";

	private static final String PIECE = "data:{\"Choices\":[{\"Delta\":{\"Content\":\"你\"},\"FinishReason\":\"\"}]}\n\n";

	private static final String LAST = """
			id: 7
			event: message
			data: {"Choices":[
			: between
			data:{"Delta":{},"FinishReason"
			data: :"stop"}]}

			""";

	private static final String ERROR = """
			: ping

			event: error
			data: {"Response":
			data: {"Error":{"Code":"E","Message":"m"},"RequestId":"r"}}

			""";

	@ParameterizedTest
	@EnumSource
	void successWhereverItIsCut(Connector connector) throws Exception {
		for (String stream : forms(PIECE + LAST)) {
			byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
			try (Scene scene = cut(connector, bytes)) {
				for (int cut = 0; cut <= bytes.length; cut++) {
					assertThat(scene.stream("ChatCompletions")).as("cut at %s", cut).isEqualTo(stream);
				}
				assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo(bytes.length + 1);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void errorWhereverItIsCut(Connector connector) throws Exception {
		for (String stream : forms(PIECE + ERROR)) {
			byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
			try (Scene scene = cut(connector, bytes)) {
				for (int cut = 0; cut <= bytes.length; cut++) {
					assertThatExceptionOfType(TencentCloudApiException.class).as("cut at %s", cut)
						.isThrownBy(() -> scene.stream("ChatCompletions"))
						.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("E"));
				}
				assertThat(scene.filter.calls("E", "FAILURE")).isEqualTo(bytes.length + 1);
			}
		}
	}

	private static List<String> forms(String stream) {
		return List.of(stream, "\uFEFF: hello\n" + stream.replace("\n", "\r\n"), stream.replace('\n', '\r'));
	}

	/** Each request gets the stream in two pieces, cut at another place. */
	private static Scene cut(Connector connector, byte[] bytes) {
		return Scene.of(connector, (exchange) -> exchange.sendCut(200, STREAM, bytes, exchange.number() - 1),
				(builder) -> builder.settings(Scene.settings(Mode.ENFORCE, false, LIMIT, LIMIT, 1)));
	}

}
