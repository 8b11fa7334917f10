package io.github.tencentcloud.resilience.demo.fake;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.tencentcloud.resilience.test.FakeTencentCloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link FakeTencentCloud} puts on the wire.
 */
class FakeTencentCloudWireTests {

	private static final String[] DESCRIBE = { "X-TC-Action", "DescribeInstancesStatus", "X-TC-Version", "2017-03-12" };

	private final ScenarioSwitch scenario = new ScenarioSwitch(Scenario.NORMAL);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private FakeTencentCloud fake;

	@BeforeEach
	void start() {
		this.fake = FakeApi.of(this.scenario).signatures(false).start();
	}

	@AfterEach
	void stop() {
		this.fake.close();
	}

	@Test
	void envelopeWithStatus200AndTypeAndDate() throws Exception {
		HttpResponse<String> response = get(DESCRIBE);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
		assertThat(response.headers()
			.firstValue("Date")
			.map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
			.map(ZonedDateTime::from)).isPresent();
		JsonNode body = json(response).get("Response");
		assertThat(body.get("TotalCount").asInt()).isEqualTo(2);
		assertThat(UUID.fromString(body.get("RequestId").asString())).isNotNull();
	}

	@Test
	void requestIdIsFreshAndNowFirstAndNowLast() throws Exception {
		Set<String> ids = new HashSet<>();
		Set<Boolean> first = new HashSet<>();
		for (int i = 0; i < 64; i++) {
			String body = get(DESCRIBE).body();
			ids.add(JsonMapper.shared().readTree(body).at("/Response/RequestId").asString());
			first.add(body.startsWith("{\"Response\":{\"RequestId\""));
		}
		assertThat(ids).hasSize(64);
		assertThat(first).containsExactlyInAnyOrder(true, false);
	}

	@Test
	void speaksHttp1ToWhoWouldRatherUpgrade() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + this.fake.endpoint())).build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
	}

	@Test
	void missingActionAndVersion() throws Exception {
		assertThat(message(get()))
			.isEqualTo("MissingParameter The request is missing a required parameter `X-TC-Action`.");
		assertThat(message(get("X-TC-Action", "SendSms")))
			.isEqualTo("MissingParameter The request is missing a required parameter `X-TC-Version`.");
	}

	@Test
	void unknownActionAndVersion() throws Exception {
		assertThat(message(get("X-TC-Action", "Nonsense", "X-TC-Version", "2017-03-12"))).startsWith("InvalidAction ");
		assertThat(message(get("X-TC-Action", "SendSms", "X-TC-Version", "2000-01-01"))).startsWith("NoSuchVersion ");
	}

	@Test
	void productByScopeOfSignature() throws Exception {
		String authorization = "TC3-HMAC-SHA256 Credential=AKID/2026-01-01/sms/tc3_request, SignedHeaders=host, Signature=0";
		assertThat(message(get("X-TC-Action", "DescribeInstancesStatus", "X-TC-Version", "2017-03-12", "Authorization",
				authorization)))
			.startsWith("NoSuchVersion ");
		assertThat(message(get("X-TC-Action", "DescribeInstancesStatus", "X-TC-Version", "2021-01-11", "Authorization",
				authorization)))
			.startsWith("InvalidAction ");
	}

	@Test
	void productByHost() throws Exception {
		assertThat(raw("Host: cvm.ap-guangzhou.tencentcloudapi.com")).contains("InstanceStatusSet");
		assertThat(raw("Host: sms.tencentcloudapi.com")).contains("NoSuchVersion");
	}

	/** The JDK's client does not let anyone set a Host. */
	private String raw(String host) throws Exception {
		String[] endpoint = this.fake.endpoint().split(":");
		try (Socket socket = new Socket(endpoint[0], Integer.parseInt(endpoint[1]))) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write("""
					GET / HTTP/1.1
					%s
					X-TC-Action: DescribeInstancesStatus
					X-TC-Version: 2017-03-12
					Connection: close

					""".formatted(host).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void anotherMethod() throws Exception {
		HttpRequest request = request(DESCRIBE).PUT(HttpRequest.BodyPublishers.ofString("{}")).build();
		assertThat(message(send(request))).startsWith("UnsupportedProtocol ");
	}

	@Test
	void brokenJsonAndWrongTypeOfParameter() throws Exception {
		String[] headers = { "Content-Type", "application/json", "X-TC-Action", "DescribeRoom", "X-TC-Version",
				"2022-08-17" };
		assertThat(message(send(request(headers).POST(HttpRequest.BodyPublishers.ofString("{\"RoomId\":")).build())))
			.startsWith("InvalidParameter ");
		assertThat(
				message(send(request(headers).POST(HttpRequest.BodyPublishers.ofString("{\"RoomId\":\"x\"}")).build())))
			.startsWith("InvalidParameter ");
	}

	@Test
	void adpWhichTheSdkOfTheTestsDoesNotKnow() throws Exception {
		HttpRequest request = request("Content-Type", "application/json; charset=utf-8", "X-TC-Action",
				"DescribeAppSummaryList", "X-TC-Version", "2026-05-20")
			.POST(HttpRequest.BodyPublishers.ofString("{\"SpaceId\":\"default_space\"}"))
			.build();
		assertThat(json(send(request)).at("/Response/AppSummaryList/0/Name").asString()).isEqualTo("Travel planner");
	}

	@Test
	void outageIsAPageOfTheGatewayOrInternalError() throws Exception {
		this.scenario.to(Scenario.OUTAGE);
		HttpResponse<String> page = get(DESCRIBE);
		assertThat(page.statusCode()).isEqualTo(503);
		assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
		HttpResponse<String> error = get(DESCRIBE);
		assertThat(error.statusCode()).isEqualTo(200);
		assertThat(message(error)).startsWith("InternalError ");
	}

	@Test
	void flakyBreaksThreeOfTen() throws Exception {
		this.scenario.to(Scenario.FLAKY);
		for (int i = 0; i < 10; i++) {
			switch (i) {
				case 2 -> assertThat(message(post())).startsWith("InternalError ");
				case 5, 8 -> assertThatExceptionOfType(IOException.class).isThrownBy(this::post);
				default -> assertThat(json(post()).at("/Response/Error").isMissingNode()).isTrue();
			}
		}
	}

	@Test
	void garbageHasStatus200AndNoEnvelope() throws Exception {
		this.scenario.to(Scenario.GARBAGE);
		assertThat(get(DESCRIBE).body()).startsWith("<html>");
		assertThat(get(DESCRIBE).body()).isEmpty();
		HttpResponse<String> half = get(DESCRIBE);
		assertThat(half.body()).startsWith("{\"Response\":").doesNotEndWith("}");
		assertThat(half.statusCode()).isEqualTo(200);
	}

	@Test
	void slowDelaysOneOfThreeBeyondTheTimeoutOfTheDemo() throws Exception {
		this.scenario.to(Scenario.SLOW);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send(request(DESCRIBE).timeout(Duration.ofMillis(1500)).build()));
		assertThat(get(DESCRIBE).statusCode()).isEqualTo(200);
	}

	@Test
	void signatureCheckComesFirst() throws Exception {
		try (FakeTencentCloud strict = FakeApi.of(this.scenario).start()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + strict.endpoint())).build();
			assertThat(message(send(request))).isEqualTo("AuthFailure.InvalidAuthorization The request is not signed.");
		}
	}

	private HttpResponse<String> get(String... headers) throws Exception {
		return send(request(headers).build());
	}

	/** A GET would be repeated by the JDK's client where the connection is reset. */
	private HttpResponse<String> post() throws Exception {
		return send(request(DESCRIBE).POST(HttpRequest.BodyPublishers.noBody()).build());
	}

	private HttpRequest.Builder request(String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + this.fake.endpoint()))
			.timeout(Duration.ofSeconds(30));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private static String message(HttpResponse<String> response) {
		JsonNode error = json(response).at("/Response/Error");
		return error.get("Code").asString() + " " + error.get("Message").asString();
	}

}
