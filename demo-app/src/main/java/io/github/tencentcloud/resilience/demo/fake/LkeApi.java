package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;

/**
 * Large Model Knowledge Engine, under which the Agent Development Platform was first
 * published.
 */
final class LkeApi {

	private LkeApi() {
	}

	static Product product() {
		return new Product("lke", "2023-11-30").action("ListApp", LkeApi::listApps)
			.action("CreateQA", LkeApi::createQuestion, "BotBizId", "Question", "Answer");
	}

	private static Map<String, ?> listApps(Parameters parameters) {
		Map<String, ?> app = Map.of("AppType", "knowledge_qa", "AppBizId", "1780112645", "Name", "Help desk", "Desc",
				"Answers from the manuals", "AppStatus", 2, "AppStatusDesc", "Running", "ModelName", "lke-deepseek-r1",
				"Pattern", "standard");
		return Map.of("Total", "1", "List", List.of(app));
	}

	private static Map<String, ?> createQuestion(Parameters parameters) {
		return Map.of("QaBizId", "1821034591");
	}

}
