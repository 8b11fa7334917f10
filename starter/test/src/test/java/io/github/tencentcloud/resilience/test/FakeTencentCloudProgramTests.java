package io.github.tencentcloud.resilience.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.SimpleCommandLinePropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FakeTencentCloudProgram} and its remote control.
 */
class FakeTencentCloudProgramTests {

	private final ByteArrayOutputStream console = new ByteArrayOutputStream();

	@Test
	void succeedsWithAnythingAndTellsOfIt() throws Exception {
		try (FakeTencentCloud cloud = start()) {
			assertThat(Requests.unsigned(cloud, "sms", "SendSms")).contains("RequestId").doesNotContain("Error");
			assertThat(this.console.toString(StandardCharsets.UTF_8)).contains("takes any signature", cloud.endpoint(),
					"sms SendSms (2021-01-11): {}");
		}
	}

	@Test
	void checksSignaturesOfAnAccount() throws Exception {
		try (FakeTencentCloud cloud = start("--secret-id=AKIDmine", "--secret-key=mine")) {
			assertThat(client(cloud, "mine").call("DescribeZones", "{}")).contains("RequestId");
			assertThatExceptionOfType(TencentCloudSDKException.class)
				.isThrownBy(() -> client(cloud, "other").call("DescribeZones", "{}"));
		}
	}

	private static CommonClient client(FakeTencentCloud cloud, String key) {
		return new CommonClient("cvm", "2017-03-12", new Credential("AKIDmine", key), "ap-guangzhou",
				Requests.profile(cloud));
	}

	@Test
	void stubsFromAFileAndOverHttp(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("stubs.yml"), "sms: {SendSms: {error: FromTheFile}}");
		try (FakeTencentCloud cloud = start("--stubs=" + file)) {
			assertThat(Requests.unsigned(cloud, "sms", "SendSms")).contains("FromTheFile");
			assertThat(send(cloud, "PUT", "/_fake/stubs", "{\"sms\": {\"SendSms\": {\"error\": \"OverHttp\"}}}"))
				.isEqualTo("200 Stubs: [sms SendSms]\n");
			assertThat(Requests.unsigned(cloud, "sms", "SendSms")).contains("OverHttp");
			assertThat(send(cloud, "GET", "/_fake/requests", ""))
				.startsWith("200 [{\"product\":\"sms\",\"action\":\"SendSms\"");
			assertThat(send(cloud, "PUT", "/_fake/stubs", "sms: 1")).startsWith("400 sms has to consist of");
			assertThat(Requests.unsigned(cloud, "sms", "SendSms")).contains("OverHttp");
			assertThat(send(cloud, "DELETE", "/_fake/stubs", "")).startsWith("200 ");
			assertThat(Requests.unsigned(cloud, "sms", "SendSms")).doesNotContain("Error");
			assertThat(send(cloud, "GET", "/_fake/other", "")).startsWith("404 ");
		}
	}

	@Test
	void wrongOptions() {
		assertThatIllegalArgumentException().isThrownBy(() -> start("--prot=1"))
			.withMessage("There is no option --prot. There are --port, --secret-id, --secret-key, --stubs");
		assertThatIllegalArgumentException().isThrownBy(() -> start("--secret-id=AKIDmine"));
		assertThatIllegalArgumentException().isThrownBy(() -> start("--port=http"))
			.withMessageStartingWith("--port has to be a number such as 8089, but is ");
	}

	private FakeTencentCloud start(String... options) {
		String[] args = new String[options.length + 1];
		System.arraycopy(options, 0, args, 1, options.length);
		args[0] = "--port=0";
		return FakeTencentCloudProgram.start(new SimpleCommandLinePropertySource(args),
				new PrintStream(this.console, true, StandardCharsets.UTF_8));
	}

	private static String send(FakeTencentCloud cloud, String method, String path, String body)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + cloud.endpoint() + path))
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		return response.statusCode() + " " + response.body();
	}

}
