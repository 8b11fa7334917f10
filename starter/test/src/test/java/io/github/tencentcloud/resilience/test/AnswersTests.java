package io.github.tencentcloud.resilience.test;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.tencentcloudapi.sms.v20210111.models.SendSmsResponse;
import com.tencentcloudapi.sms.v20210111.models.SendStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ByteArrayResource;

import static io.github.tencentcloud.resilience.test.Answers.body;
import static io.github.tencentcloud.resilience.test.Answers.connectionReset;
import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.events;
import static io.github.tencentcloud.resilience.test.Answers.html;
import static io.github.tencentcloud.resilience.test.Answers.status;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Answers} and {@link Answer}: what they put on the wire.
 */
class AnswersTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	@Test
	void successFromText() throws Exception {
		JsonNode response = response(success("{\"TotalCount\": 1}"));
		assertThat(response.get("TotalCount").asInt()).isOne();
		assertThat(UUID.fromString(response.get("RequestId").asString())).isNotNull();
	}

	@Test
	void successFromAnEnvelopeWithItsOwnRequestId() throws Exception {
		assertThat(response(success("{\"Response\": {\"TotalCount\": 1, \"RequestId\": \"r-1\"}}")).toString())
			.isEqualTo("{\"TotalCount\":1,\"RequestId\":\"r-1\"}");
	}

	@Test
	void successWithAMemberThatIsCalledResponse() throws Exception {
		assertThat(response(success("{\"Response\": \"x\"}")).get("Response").asString()).isEqualTo("x");
	}

	@Test
	void successFromARecordAMapAndTheSdk() throws Exception {
		assertThat(
				response(success(new Zones(2, List.of(new Zone("ap-guangzhou-3"))))).at("/ZoneSet/0/Zone").asString())
			.isEqualTo("ap-guangzhou-3");
		assertThat(response(success(Map.of("TotalCount", 2))).get("TotalCount").asInt()).isEqualTo(2);
		SendStatus status = new SendStatus();
		status.setCode("Ok");
		SendSmsResponse sent = new SendSmsResponse();
		sent.setSendStatusSet(new SendStatus[] { status });
		assertThat(response(success(sent)).at("/SendStatusSet/0/Code").asString()).isEqualTo("Ok");
	}

	@Test
	void successFromAFileAndAResource(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("zones.json"), "{\"TotalCount\": 3}");
		assertThat(response(success(file)).get("TotalCount").asInt()).isEqualTo(3);
		assertThat(response(success(new ByteArrayResource("{\"TotalCount\": 4}".getBytes(StandardCharsets.UTF_8))))
			.get("TotalCount")
			.asInt()).isEqualTo(4);
	}

	@Test
	void whatIsNoObjectIsToldAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> success("{")).withMessageStartingWith("This is not JSON");
		assertThatIllegalArgumentException().isThrownBy(() -> success("[]"));
		assertThatIllegalArgumentException().isThrownBy(() -> success(List.of()));
	}

	@Test
	void errorHasStatus200() throws Exception {
		HttpResponse<String> response = send(error("RequestLimitExceeded", "Slower."));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"Slower.\"}");
	}

	@Test
	void statusAndPageAndAnyBody() throws Exception {
		assertThat(send(status(502)).statusCode()).isEqualTo(502);
		HttpResponse<String> page = send(html(503, "Busy"));
		assertThat(page.statusCode()).isEqualTo(503);
		assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
		assertThat(page.body()).contains("<h1>Busy</h1>");
		assertThat(send(body(200, "application/json", "{\"Resp")).body()).isEqualTo("{\"Resp");
	}

	@Test
	void header() throws Exception {
		assertThat(send(success().withHeader("X-Test", "1")).headers().firstValue("X-Test")).contains("1");
	}

	@Test
	void brokenConnections() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(connectionReset()));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(success("{\"TotalCount\": 1}").brokenOff()));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(events("{}", "[DONE]").brokenOff()));
	}

	@Test
	void halfOfABodyArrives() throws Exception {
		try (FakeTencentCloud cloud = fake(body(200, "application/json", "0123456789").brokenOff());
				Socket socket = new Socket(Server.HOST, Integer.parseInt(cloud.endpoint().split(":")[1]))) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write("""
					GET / HTTP/1.1
					Host: cvm.tencentcloudapi.com
					X-TC-Action: DescribeZones
					X-TC-Version: 2017-03-12

					""".replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.contains("Content-Length: 10\r\n")
				.endsWith("\r\n\r\n01234");
		}
	}

	@Test
	void delayIsLongerThanTheClientWaits() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send(success().after(Duration.ofSeconds(2)), Duration.ofMillis(300)));
	}

	@Test
	void eventsComeOneByOne() throws Exception {
		HttpResponse<String> response = send(
				events("{\"Choices\":[]}", "two\nlines", "[DONE]").over(Duration.ofMillis(30)));
		assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
		assertThat(response.body()).isEqualTo("data: {\"Choices\":[]}\n\ndata: two\ndata: lines\n\ndata: [DONE]\n\n");
	}

	@Test
	void functionOfTheRequest() throws Exception {
		try (FakeTencentCloud cloud = fake(success())) {
			cloud.on("cvm", "DescribeZones")
				.answer((request) -> success(Map.of("Who", request.action() + " " + request.product())));
			assertThat(Requests.unsigned(cloud, "cvm", "DescribeZones")).contains("\"Who\":\"DescribeZones cvm\"");
		}
	}

	@Test
	void laterStubReplacesAnEarlierOne() throws Exception {
		try (FakeTencentCloud cloud = fake(success())) {
			cloud.on("CVM", "DescribeZones").answer(error("One")).answer(error("Two"));
			assertThat(Requests.unsigned(cloud, "cvm", "DescribeZones")).contains("One");
			cloud.on("cvm", "DescribeZones").answer(error("Three"));
			assertThat(Requests.unsigned(cloud, "cvm", "DescribeZones")).contains("Three");
			assertThat(Requests.unsigned(cloud, "cvm", "DescribeZones")).contains("Three");
		}
	}

	private static JsonNode response(Answer answer) throws Exception {
		return JsonMapper.shared().readTree(send(answer).body()).get("Response");
	}

	private static HttpResponse<String> send(Answer answer) throws Exception {
		return send(answer, Duration.ofSeconds(30));
	}

	private static HttpResponse<String> send(Answer answer, Duration timeout) throws Exception {
		try (FakeTencentCloud cloud = fake(answer)) {
			return client.send(HttpRequest.newBuilder(URI.create("http://" + cloud.endpoint()))
				.timeout(timeout)
				.header("X-Forwarded-Host", "cvm.tencentcloudapi.com")
				.header("X-TC-Action", "DescribeZones")
				.header("X-TC-Version", "2017-03-12")
				.POST(HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
		}
	}

	private static FakeTencentCloud fake(Answer answer) {
		FakeTencentCloud cloud = FakeTencentCloud.builder().signatures(false).start();
		cloud.on("cvm", "DescribeZones").answer(answer);
		return cloud;
	}

	record Zones(int totalCount, List<Zone> zoneSet) {

	}

	record Zone(String zone) {

	}

}
