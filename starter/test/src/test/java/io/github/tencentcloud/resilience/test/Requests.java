package io.github.tencentcloud.resilience.test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * Calls through a {@code RestClient}.
 */
final class Requests {

	private Requests() {
	}

	static String sendSms(RestClient client) {
		return send(client, "sms", "SendSms");
	}

	/** Without the library, as from anywhere. */
	static String unsigned(FakeTencentCloud cloud, String product, String action) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + cloud.endpoint()))
			.header("X-Forwarded-Host", product + ".tencentcloudapi.com")
			.header("X-TC-Action", action)
			.header("X-TC-Version", "2021-01-11")
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	/** For the vendor's SDK, without the library. */
	static ClientProfile profile(FakeTencentCloud cloud) {
		ClientProfile profile = new ClientProfile();
		profile.getHttpProfile().setProtocol(HttpProfile.REQ_HTTP);
		profile.getHttpProfile().setEndpoint(cloud.endpoint());
		return profile;
	}

	static String send(RestClient client, String product, String action) {
		return send(client, product, action, "2021-01-11",
				"{\"PhoneNumberSet\":[\"+8613711112222\"],\"TemplateParamSet\":[\"1\",\"2\"]}");
	}

	static String send(RestClient client, String product, String action, String version, String body) {
		return client.post()
			.uri("https://" + product + ".tencentcloudapi.com")
			.header("X-TC-Action", action)
			.header("X-TC-Version", version)
			.header("X-TC-Region", "ap-guangzhou")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.retrieve()
			.body(String.class);
	}

}
