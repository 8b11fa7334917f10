package io.github.tencentcloud.resilience.test;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets programs in any language set stubs and see requests, on paths that Tencent Cloud
 * does not have. Tells the console of each request.
 */
class RemoteControl {

	static final String STUBS = "/_fake/stubs";

	static final String REQUESTS = "/_fake/requests";

	private final PrintStream console;

	/** Set before anybody knows the port. */
	private volatile @Nullable FakeTencentCloud cloud;

	RemoteControl(PrintStream console) {
		this.console = console;
	}

	void controls(FakeTencentCloud cloud) {
		this.cloud = cloud;
	}

	void received(ReceivedRequest request) {
		this.console.println(request);
	}

	/**
	 * Answers what is meant for the fake itself.
	 * @return the reply, or {@code null} if the request is for Tencent Cloud
	 */
	Answer.@Nullable Reply reply(LoggedRequest request) {
		FakeTencentCloud cloud = this.cloud;
		if (cloud == null || !request.getUrl().startsWith("/_fake/")) {
			return null;
		}
		return switch (request.getMethod().value() + " " + request.getUrl()) {
			case "PUT " + STUBS -> stub(cloud, request.getBodyAsString());
			case "DELETE " + STUBS -> {
				cloud.forgetEverything();
				yield text(200, "There are no stubs, and no requests.\n");
			}
			case "GET " + REQUESTS -> Answer.Reply.of(200, "application/json", JsonMapper.shared()
				.writeValueAsString(cloud.requests().stream().map(RemoteControl::show).toList()));
			default -> text(404, "PUT or DELETE " + STUBS + ", GET " + REQUESTS + "\n");
		};
	}

	private static Answer.Reply stub(FakeTencentCloud cloud, String yaml) {
		List<Stub> stubs;
		try {
			stubs = StubFile.parse(yaml);
		}
		catch (RuntimeException ex) {
			return text(400, ex.getMessage() + "\n");
		}
		cloud.forgetEverything();
		stubs.forEach(cloud::stubAlways);
		return text(200, "Stubs: " + stubs + "\n");
	}

	private static Answer.Reply text(int status, String text) {
		return Answer.Reply.of(status, "text/plain", text);
	}

	private static Map<String, @Nullable Object> show(ReceivedRequest request) {
		Map<String, @Nullable Object> shown = new LinkedHashMap<>();
		shown.put("product", request.product());
		shown.put("action", request.action());
		shown.put("version", request.version());
		shown.put("region", request.region());
		shown.put("secretId", request.secretId());
		shown.put("refusal", request.refusal());
		shown.put("parameters", request.parameters());
		return shown;
	}

}
