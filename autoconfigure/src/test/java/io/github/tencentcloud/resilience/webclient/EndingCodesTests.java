package io.github.tencentcloud.resilience.webclient;

import java.util.List;

/**
 * The codes that are decided by what their reason ends in, and those that had to be
 * listed beside them, over HTTP.
 */
class EndingCodesTests extends AbstractCodesTests {

	static List<Row> rows() {
		return table("/ending-codes.tsv").stream()
			.map((values) -> row(values.get("product"), values.get("code"), values.get("policy")))
			.toList();
	}

	private static Row row(String product, String code, String policy) {
		return switch (policy) {
			case "throttled", "conflict" -> row(product, code, policy, "retry", 4, 4, "ignored");
			case "capacity" -> row(product, code, policy, "retry", 3, 3, "ignored");
			case "transient" -> row(product, code, policy, "circuit-break", 3, 1, "failure");
			default -> row(product, code, policy, "fail", 1, 1, "success");
		};
	}

	private static Row row(String product, String code, String policy, String decision, int read, int write,
			String breaker) {
		return new Row(product, "CreateInvented", "DescribeInvented", code, policy, decision, read, write, breaker);
	}

}
