package io.github.tencentcloud.resilience.test;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AccountCheck}, with the two requests whose signatures the vendor has
 * published in the documentation of signature method v3.
 */
class AccountCheckTests {

	private static final long TIME = 1551113065;

	private static final Account ACCOUNT = new Account("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
			"Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", null);

	private static final String BODY = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}";

	private static final String SCOPE = "2019-02-25/cvm/tc3_request";

	private static final String SIGNATURE = "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168";

	private static final Pattern CODE = Pattern.compile("\"Code\":\"([^\"]+)\"");

	@Test
	void publishedPost() throws Exception {
		assertThat(send(TIME, ACCOUNT, post(BODY, SCOPE, SIGNATURE))).isEqualTo("OK");
	}

	@Test
	void publishedGet() throws Exception {
		long time = 1539084154;
		String authorization = authorization("2018-10-09/cvm/tc3_request", "content-type;host",
				"5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474");
		assertThat(send(time, ACCOUNT, """
				GET /?Limit=10&Offset=0 HTTP/1.1
				Content-Type: application/x-www-form-urlencoded
				X-TC-Timestamp: %d
				Authorization: %s
				""".formatted(time, authorization))).isEqualTo("OK");
	}

	@ParameterizedTest
	@ValueSource(longs = { -300, 300 })
	void fiveMinutesAreTolerated(long seconds) throws Exception {
		assertThat(send(TIME + seconds, ACCOUNT, post(BODY, SCOPE, SIGNATURE))).isEqualTo("OK");
	}

	@ParameterizedTest
	@ValueSource(longs = { -301, 301, 86_400 })
	void moreIsNot(long seconds) throws Exception {
		assertThat(send(TIME + seconds, ACCOUNT, post(BODY, SCOPE, SIGNATURE)))
			.isEqualTo("AuthFailure.SignatureExpire");
	}

	@Test
	void anotherBody() throws Exception {
		assertThat(send(TIME, ACCOUNT, post(BODY.replace("1", "2"), SCOPE, SIGNATURE)))
			.isEqualTo("AuthFailure.SignatureFailure");
	}

	@Test
	void anotherKey() throws Exception {
		assertThat(send(TIME, new Account(ACCOUNT.secretId(), "other", null), post(BODY, SCOPE, SIGNATURE)))
			.isEqualTo("AuthFailure.SignatureFailure");
	}

	@Test
	void anotherScope() throws Exception {
		assertThat(send(TIME, ACCOUNT, post(BODY, "2019-02-25/cbs/tc3_request", SIGNATURE)))
			.isEqualTo("AuthFailure.SignatureFailure");
	}

	@Test
	void unknownSender() throws Exception {
		assertThat(send(TIME, new Account("AKIDother", "other", null), post(BODY, SCOPE, SIGNATURE)))
			.isEqualTo("AuthFailure.SecretIdNotFound");
	}

	@Test
	void missingToken() throws Exception {
		Account temporary = new Account(ACCOUNT.secretId(), ACCOUNT.secretKey(), "aToken");
		assertThat(send(TIME, temporary, post(BODY, SCOPE, SIGNATURE))).isEqualTo("AuthFailure.TokenFailure");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YTpi", "TC3-HMAC-SHA256", "TC3-HMAC-SHA256 Credential=a/b/c/tc3_request" })
	void unreadableAuthorization(String authorization) throws Exception {
		assertThat(send(TIME, ACCOUNT, post(BODY, authorization))).isEqualTo("AuthFailure.InvalidAuthorization");
	}

	@Test
	void hostMustBeSigned() throws Exception {
		assertThat(send(TIME, ACCOUNT, post(BODY, authorization(SCOPE, "content-type", SIGNATURE))))
			.isEqualTo("AuthFailure.InvalidAuthorization");
	}

	@Test
	void noSignatureAtAll() throws Exception {
		assertThat(send(TIME, ACCOUNT, "GET / HTTP/1.1\n")).isEqualTo("AuthFailure.InvalidAuthorization");
	}

	@Test
	void accountDoesNotSpellOutItsKey() {
		assertThat(ACCOUNT.toString()).isEqualTo(ACCOUNT.secretId());
	}

	/** The JDK's client does not let anyone set a Host. */
	private static String send(long serverTime, Account account, String request) throws Exception {
		Clock clock = Clock.fixed(Instant.ofEpochSecond(serverTime), ZoneOffset.UTC);
		try (FakeTencentCloud fake = FakeTencentCloud.builder()
			.clock(clock)
			.account(account.secretId(), account.secretKey(), account.token())
			.start(); Socket socket = new Socket(Server.HOST, Integer.parseInt(fake.endpoint().split(":")[1]))) {
			fake.on("cvm", "DescribeInstancesStatus").answer(success());
			socket.setSoTimeout(30_000);
			String head = request.replaceFirst("HTTP/1.1\n", """
					HTTP/1.1
					Host: cvm.tencentcloudapi.com
					X-TC-Action: DescribeInstancesStatus
					X-TC-Version: 2017-03-12
					Connection: close
					""");
			String whole = head.contains("\n\n") ? head : head + "\n";
			socket.getOutputStream().write(whole.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher code = CODE.matcher(answer);
			assertThat(answer).startsWith("HTTP/1.1 200").contains("RequestId");
			return code.find() ? code.group(1) : "OK";
		}
	}

	private static String post(String body, String scope, String signature) {
		return post(body, authorization(scope, "content-type;host", signature));
	}

	private static String post(String body, String authorization) {
		return """
				POST / HTTP/1.1
				Content-Type: Application/json; charset=utf-8
				Content-Length: %d
				X-TC-Timestamp: %d
				Authorization: %s

				%s""".formatted(body.length(), TIME, authorization, body);
	}

	private static String authorization(String scope, String signedHeaders, String signature) {
		return "TC3-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s".formatted(ACCOUNT.secretId(), scope,
				signedHeaders, signature);
	}

}
