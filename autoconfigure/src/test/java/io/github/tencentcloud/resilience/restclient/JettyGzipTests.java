package io.github.tencentcloud.resilience.restclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import org.eclipse.jetty.client.ContentDecoder;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JettyGzip}, with a real client.
 */
@Tag("integration")
class JettyGzipTests {

	private final HttpClient client = new HttpClient();

	@BeforeEach
	void start() throws Exception {
		JettyGzip.addTo(this.client);
		this.client.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.client.stop();
	}

	@Test
	void bodyIsDecodedWhereverItsPiecesEnd() throws Exception {
		byte[] content = random(3000);
		byte[] compressed = gzip(content);
		RawServer.Script pieces = (exchange) -> {
			exchange.head(200, "application/json", compressed.length, "Content-Encoding: gzip");
			for (int from = 0; from < compressed.length; from += 97) {
				exchange.write(Arrays.copyOfRange(compressed, from, Math.min(from + 97, compressed.length)));
			}
		};
		ContentResponse response = get(pieces);
		assertThat(response.getContent()).isEqualTo(content);
		assertThat(response.getHeaders().contains("Content-Encoding")).isFalse();
	}

	@Test
	void littleThatBecomesMuch() throws Exception {
		assertThat(get(sent(gzip(new byte[1_000_000]))).getContent()).hasSize(1_000_000).containsOnly(0);
	}

	/** With Jetty's own decoder, most of these do not end. */
	@Test
	void bodyEndsWhereverItIsCutOff() throws Exception {
		byte[] content = random(200);
		byte[] compressed = gzip(content);
		for (int length = 1; length < compressed.length; length++) {
			byte[] decoded = get(sent(Arrays.copyOf(compressed, length))).getContent();
			assertThat(decoded).isEqualTo(Arrays.copyOf(content, decoded.length));
		}
	}

	@Test
	void plainTextWithTheHeaderOfGzip() throws Exception {
		assertThat(get(sent("{\"Response\": {}}".getBytes())).getContentAsString()).isEqualTo("{\"Response\": {}}");
		assertThat(get(sent(new byte[0])).getContent()).isEmpty();
	}

	@Test
	void damagedBodyFails() throws Exception {
		byte[] damaged = gzip(random(3000));
		damaged[damaged.length - 5]++;
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(sent(damaged)))
			.withCauseInstanceOf(ZipException.class);
	}

	@Test
	void gzipIsAskedFor() throws Exception {
		get((exchange) -> {
			assertThat(exchange.header("Accept-Encoding")).isEqualTo("gzip");
			exchange.json("{}");
		});
	}

	@Test
	void clientThatHasADecoderKeepsIt() {
		ContentDecoder.Factory own = new ContentDecoder.Factory("gzip") {
			@Override
			public Content.Source newDecoderContentSource(Content.Source source) {
				return source;
			}
		};
		HttpClient other = new HttpClient();
		other.getContentDecoderFactories().put(own);
		JettyGzip.addTo(other);
		assertThat(other.getContentDecoderFactories()).containsExactly(own);
	}

	private ContentResponse get(RawServer.Script script) throws Exception {
		try (RawServer server = new RawServer(script)) {
			return this.client.newRequest("http://127.0.0.1:" + server.port()).timeout(30, TimeUnit.SECONDS).send();
		}
	}

	private static RawServer.Script sent(byte[] body) {
		return (exchange) -> exchange.send(200, "application/json", body, "Content-Encoding: gzip");
	}

	private static byte[] random(int size) {
		byte[] content = new byte[size];
		new Random(size).nextBytes(content);
		return content;
	}

	private static byte[] gzip(byte[] content) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(content);
		}
		return compressed.toByteArray();
	}

}
