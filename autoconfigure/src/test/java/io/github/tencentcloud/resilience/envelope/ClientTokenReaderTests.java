package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientTokenReader}.
 */
class ClientTokenReaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "{\"ClientToken\":\"t\"}", " { \"A\" : [ 1 ] , \"ClientToken\" : \"a token\" } ",
			"{\"Client\\u0054oken\":\"\\u0061\"}", "\uFEFF{\"ClientToken\":\"\\n\",\"Z\":{}}",
			"{\"ClientToken\":\"\",\"ClientToken\":\"t\"}", "{\"ClientToken\":\"中\"}" })
	void found(String body) {
		assertFound(body, true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"ClientToken\":\"\"}", "{\"ClientToken\":null}", "{\"ClientToken\":1}",
			"{\"ClientToken\":true}", "{\"ClientToken\":[\"t\"]}", "{\"ClientToken\":{\"ClientToken\":\"t\"}}",
			"{\"A\":{\"ClientToken\":\"t\"}}", "{\"A\":[{\"ClientToken\":\"t\"}]}", "[{\"ClientToken\":\"t\"}]",
			"{\"clientToken\":\"t\"}", "{\"ClientTokens\":\"t\"}", "{\"ClientToken\":\"t\",\"ClientToken\":\"\"}",
			"{\"ClientToken\":\"t\",\"ClientToken\":null}", "{\"A\":\"ClientToken\"}",
			"{\"A\":\"\\\"ClientToken\\\":\\\"t\"}", "ClientToken=t&A=1", "\"ClientToken\":\"t\"",
			"{\"ClientToken\":\"t\"", "{\"ClientToken\":\"t\"}}", "{\"ClientToken\":\"t\",}",
			"--boundary\r\n{\"ClientToken\":\"t\"}" })
	void notFound(String body) {
		assertFound(body, false);
	}

	@Test
	void isNotFoundBeforeTheEnd() {
		ClientTokenReader reader = new ClientTokenReader();
		reader.read(ByteBuffer.wrap(Pieces.utf8("{\"ClientToken\":\"t\"")));
		assertThat(reader.found()).isFalse();
		reader.read(ByteBuffer.wrap(Pieces.utf8("}")));
		assertThat(reader.found()).isTrue();
	}

	private static void assertFound(String text, boolean found) {
		byte[] body = Pieces.utf8(text);
		for (int cut = 0; cut <= body.length; cut++) {
			ClientTokenReader reader = new ClientTokenReader();
			Pieces.two(body, cut, reader::read);
			assertThat(reader.found()).as("%s, cut at %d", text, cut).isEqualTo(found);
		}
		ClientTokenReader reader = new ClientTokenReader();
		reader.read(Pieces.direct(body, 0, body.length));
		assertThat(reader.found()).as("%s, direct", text).isEqualTo(found);
	}

}
