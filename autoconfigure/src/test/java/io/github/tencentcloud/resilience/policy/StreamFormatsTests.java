package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tencentcloudapi.common.SSEResponseModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.StreamFormat;
import io.github.tencentcloud.resilience.webclient.SdkJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamFormats}: the table says what the classes of the vendor's SDK
 * say.
 */
class StreamFormatsTests {

	private static final Pattern RESPONSE = Pattern
		.compile("com/tencentcloudapi/(\\w+)/v(\\d{4})(\\d\\d)(\\d\\d)/models/(\\w+)Response\\.class");

	/** Where a member of this name holds the code of an error. */
	private static final List<String> CODES = List.of("ErrorMsg.Code", "ErrorCode", "Code");

	private final StreamFormats formats = StreamFormats.load();

	@Test
	void hasEachClassWithEventsOfTheSdk() throws Exception {
		SortedMap<String, Map<String, Object>> table = table(false);
		SortedMap<String, Class<?>> classes = classes();
		assertThat(classes).hasSize(21);
		assertThat(table.keySet()).containsExactlyElementsOf(classes.keySet());
		assertThat(classes.keySet().stream().map((key) -> key.split(" ")[0]).distinct()).hasSize(8);
	}

	@Test
	void saysWhatTheClassesSay() throws Exception {
		SortedMap<String, Map<String, Object>> table = table(false);
		classes().forEach((key, type) -> {
			Map<String, Object> entry = table.get(key);
			boolean documented = type.getDeclaredFields().length > 1;
			assertThat(entry.containsKey("ends")).as("%s has events", key).isEqualTo(documented);
			assertThat(entry.containsKey("begins")).as("%s has a beginning", key).isEqualTo(documented);
			List<String> paths = new ArrayList<>(list(entry, "ends"));
			if (documented) {
				paths.add(entry.get("begins").toString());
			}
			assertThat(paths).as(key).allMatch((path) -> find(type, path) != null);
			assertThat(list(entry, "fails")).as("%s fails", key)
				.containsExactlyElementsOf(CODES.stream().filter((path) -> find(type, path) != null).toList());
			assertThat(list(entry, "ends").contains("Choices[].FinishReason")).as("%s is a chat", key)
				.isEqualTo(find(type, "Choices[].FinishReason") != null);
		});
	}

	@Test
	void allEntriesAreDifferent() {
		assertThat(table(true)).hasSize(27);
	}

	@Test
	void foundByProductActionAndVersion() {
		String truncated = "data: {\"Progress\":\"50\"}\n\n";
		assertThat(verdict("lkeap", "ReconstructDocumentSSE", "2024-05-22", truncated))
			.isEqualTo(new EnvelopeVerdict.Truncated(
					"it ended without ResponseType=2 or Progress=100 or DocumentRecognizeResultUrl"));
		assertThat(verdict("lkeap", "reconstructdocumentsse", null, truncated))
			.isInstanceOf(EnvelopeVerdict.Truncated.class);
		assertThat(verdict("lkeap", "ReconstructDocumentSSE", "2030-01-01", truncated))
			.isInstanceOf(EnvelopeVerdict.Success.class);
		assertThat(verdict("cvm", "ReconstructDocumentSSE", "2024-05-22", truncated))
			.isInstanceOf(EnvelopeVerdict.Success.class);
		assertThat(this.formats.of(call("hunyuan", "RunThread", null))).isSameAs(StreamFormat.UNKNOWN);
	}

	private EnvelopeVerdict verdict(String product, String action, @Nullable String version, String stream) {
		BodyInspector inspector = BodyInspector.ofEvents(this.formats.of(call(product, action, version)), false);
		inspector.inspect(List.of(ByteBuffer.wrap(stream.getBytes(StandardCharsets.UTF_8))).iterator());
		return inspector.end();
	}

	private static TencentCloudCall call(String product, String action, @Nullable String version) {
		return new TencentCloudCall(product, action, version, "none", "localhost", "POST");
	}

	/** By product, version and action. */
	@SuppressWarnings("unchecked")
	private static SortedMap<String, Map<String, Object>> table(boolean all) {
		SortedMap<String, Map<String, Object>> table = new TreeMap<>();
		for (Map<String, Object> entry : (List<Map<String, Object>>) FlatTree.read("streams.yml").get("streams")) {
			if (all || !entry.containsKey("since")) {
				for (String action : entry.get("actions").toString().split(" ")) {
					assertThat(table.put(entry.get("product") + " " + entry.get("version") + " " + action, entry))
						.isNull();
				}
			}
		}
		return table;
	}

	@SuppressWarnings("unchecked")
	private static List<String> list(Map<String, Object> entry, String key) {
		return (List<String>) entry.getOrDefault(key, List.of());
	}

	private static SortedMap<String, Class<?>> classes() throws Exception {
		SortedMap<String, Class<?>> classes = new TreeMap<>();
		byte[] parent = SSEResponseModel.class.getName().replace('.', '/').getBytes(StandardCharsets.US_ASCII);
		try (JarFile jar = SdkJar.open()) {
			for (JarEntry entry : jar.stream().toList()) {
				Matcher matcher = RESPONSE.matcher(entry.getName());
				if (matcher.matches() && contains(bytes(jar, entry), parent)) {
					Class<?> type = SdkJar.type(entry.getName());
					assertThat(type).isAssignableTo(SSEResponseModel.class);
					classes.put("%s %s-%s-%s %s".formatted(matcher.group(1), matcher.group(2), matcher.group(3),
							matcher.group(4), matcher.group(5)), type);
				}
			}
		}
		return classes;
	}

	private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
		try (var in = jar.getInputStream(entry)) {
			return in.readAllBytes();
		}
	}

	private static boolean contains(byte[] bytes, byte[] part) {
		for (int at = 0; at <= bytes.length - part.length; at++) {
			if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
				return true;
			}
		}
		return false;
	}

	/** The type at the end of a path such as {@code Choices[].FinishReason=stop}. */
	private static @Nullable Class<?> find(Class<?> type, String path) {
		Class<?> found = type;
		for (String step : path.replaceFirst("=.*", "").split("\\.")) {
			String name = step.replace("[]", "");
			Field field = Arrays.stream(found.getDeclaredFields())
				.filter((candidate) -> candidate.getName().equals(name))
				.findFirst()
				.orElse(null);
			if (field == null || step.endsWith("[]") != (field.getType().isArray() && path.indexOf('[') > 0)) {
				return null;
			}
			found = step.endsWith("[]") ? field.getType().getComponentType() : field.getType();
		}
		return found;
	}

}
