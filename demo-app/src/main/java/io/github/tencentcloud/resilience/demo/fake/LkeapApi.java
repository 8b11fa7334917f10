package io.github.tencentcloud.resilience.demo.fake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Knowledge Engine Atomic Power. The result of a split document has a field {@code Error}
 * of its own, which is null when all is well: a success all the same.
 */
final class LkeapApi {

	private LkeapApi() {
	}

	static Product product() {
		return new Product("lkeap", "2024-05-22").action("GetSplitDocumentResult", LkeapApi::splitResult, "TaskId")
			.action("RetrieveKnowledge", LkeapApi::retrieve, "KnowledgeBaseId", "Query");
	}

	private static Map<String, ?> splitResult(Parameters parameters) {
		Map<String, @Nullable Object> fields = new HashMap<>();
		fields.put("Status", "Success");
		fields.put("DocumentRecognizeResultUrl", "https://example.com/result.zip");
		fields.put("FailedPages", List.of());
		fields.put("Usage", Map.of("PageNumber", 12, "TotalTokens", 5120, "SuccessPageNum", 12, "FailPageNum", 0));
		fields.put("Error", null);
		return fields;
	}

	private static Map<String, ?> retrieve(Parameters parameters) {
		Map<String, ?> metadata = Map.of("Type", "DOC", "ResultSource", "SEMANTIC", "ChunkPageNumbers", List.of(3, 4));
		return Map.of("TotalCount", 1, "Records",
				List.of(Map.of("Title", "Manual", "Content", "Hold the button for 5 s.", "Metadata", metadata)));
	}

}
