package io.github.tencentcloud.resilience.demo;

import java.util.List;

/**
 * Calls of Large Model Knowledge Engine and of its atomic capabilities, {@code lkeap}.
 */
final class Lke {

	private Lke() {
	}

	static Call<AppsResponse> listApps() {
		return Call.post("lke", "2023-11-30", "ListApp", new AppsRequest(20, 1), AppsResponse.class);
	}

	static Call<QuestionResponse> createQuestion(String question, String answer) {
		return Call.post("lke", "2023-11-30", "CreateQA", new QuestionRequest("1780112645", question, answer, 1),
				QuestionResponse.class);
	}

	static Call<SplitResponse> splitResult(String taskId) {
		return Call.post("lkeap", "2024-05-22", "GetSplitDocumentResult", new SplitRequest(taskId),
				SplitResponse.class);
	}

	@Payload
	record AppsRequest(int pageSize, int pageNumber) {

	}

	@Payload
	record AppsResponse(String total, List<App> list, String requestId) {

	}

	@Payload
	record App(String appBizId, String name, int appStatus) {

	}

	@Payload
	record QuestionRequest(String botBizId, String question, String answer, int attrRange) {

	}

	@Payload
	record QuestionResponse(String qaBizId, String requestId) {

	}

	@Payload
	record SplitRequest(String taskId) {

	}

	@Payload
	record SplitResponse(String status, String documentRecognizeResultUrl, String requestId) {

	}

}
