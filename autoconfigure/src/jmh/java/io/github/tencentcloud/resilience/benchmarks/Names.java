package io.github.tencentcloud.resilience.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How things are called on the page.
 */
final class Names {

	static final Map<String, String> SCANS = scans();

	private Names() {
	}

	static String of(Body body) {
		return switch (body) {
			case B300 -> "300 B";
			case KB4 -> "4 KB";
			case KB50 -> "50 KB";
			case MB1 -> "1 MB";
			case ERROR -> "an error";
		};
	}

	static String of(Contender contender) {
		return switch (contender) {
			case BARE -> "bare WebClient";
			case VERDICT -> "the verdict alone";
			case STARTER -> "this starter";
			case STARTER_OBSERVED -> "this starter, with observations";
			case STARTER_UNWRAP -> "this starter, unwrapping";
			case STARTER_WITHOUT_METERS -> "this starter, without meters";
			case HAND_WRITTEN -> "hand-written filter";
			case RESILIENCE4J -> "Resilience4j operators";
			case SPRING_CLOUD -> "Spring Cloud CircuitBreaker";
		};
	}

	static String of(LoopbackClient.Kind kind) {
		return switch (kind) {
			case BARE -> "bare WebClient";
			case VERDICT -> "the verdict alone";
			case STARTER -> "this starter";
			case STARTER_SIGNED -> "this starter, signing";
			case REST_BARE -> "bare RestClient";
			case REST_HAND_WRITTEN -> "hand-written interceptor";
			case REST_STARTER -> "this starter, RestClient";
			case SDK -> "the vendor's SDK";
			case SDK_STARTER -> "this starter, SDK";
		};
	}

	static boolean isPlotted(Contender contender) {
		return switch (contender) {
			case VERDICT, STARTER, HAND_WRITTEN, RESILIENCE4J, SPRING_CLOUD -> true;
			default -> false;
		};
	}

	private static Map<String, String> scans() {
		Map<String, String> names = new LinkedHashMap<>();
		names.put("memory", "the memory alone, eight bytes a step");
		names.put("longText", "the verdict: one long text");
		names.put("objects", "the verdict: lists of objects");
		names.put("objectsInDirectBuffers", "the same in Netty's kind of buffers");
		names.put("jacksonTokens", "Jackson's parser, tokens only");
		return names;
	}

}
