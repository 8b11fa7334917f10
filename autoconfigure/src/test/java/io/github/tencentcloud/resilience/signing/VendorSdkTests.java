package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

import com.tencentcloudapi.common.Sign;
import okhttp3.Request;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The vendor's own SDK and {@link RequestSigner} sign the same requests: 10,000 of them,
 * drawn at random.
 */
class VendorSdkTests {

	private static final int ROUNDS = 10;

	private static final int REQUESTS = 1_000;

	private static final String[] HOSTS = { "cvm.tencentcloudapi.com", "sms.ap-guangzhou.tencentcloudapi.com",
			"cbs.internal.tencentcloudapi.com", "lke.intl.tencentcloudapi.com" };

	private final VendorSdk sdk = new VendorSdk();

	private final RequestSigner signer = new RequestSigner((uri) -> true);

	@RepeatedTest(ROUNDS)
	void sameSignature(RepetitionInfo round) {
		Random random = new Random(round.getCurrentRepetition());
		for (int i = 0; i < REQUESTS; i++) {
			TencentCloudCredentials credentials = credentials(random);
			String host = HOSTS[random.nextInt(HOSTS.length)];
			boolean unsigned = random.nextInt(8) == 0;
			Request theirs = switch (random.nextInt(3)) {
				case 0 -> this.sdk.json(credentials, host, unsigned, text(random, 200));
				case 1 -> this.sdk.bytes(credentials, host, unsigned, bytes(random));
				default -> this.sdk.get(credentials, host, unsigned, parameters(random));
			};
			Map<String, String> ours = sign(theirs, credentials, unsigned);
			assertThat(ours.get("Authorization")).as("request %d of round %s", i, round)
				.isEqualTo(theirs.header("Authorization"));
			for (String header : new String[] { "X-TC-Timestamp", "X-TC-Token", "X-TC-Content-SHA256" }) {
				assertThat(ours.get(header)).isEqualTo(theirs.header(header));
			}
		}
	}

	/** The SDK signs with today's date only; its building blocks sign with any. */
	@Test
	void sameSignatureOnOtherDays() throws Exception {
		Random random = new Random(42);
		Tc3Signature signature = new Tc3Signature();
		for (int i = 0; i < 2_000; i++) {
			TencentCloudCredentials credentials = credentials(random);
			long timestamp = random.nextLong(4_000_000_000L);
			String date = Instant.ofEpochSecond(timestamp).toString().substring(0, 10);
			byte[] body = bytes(random);
			CanonicalRequest request = CanonicalRequest.of("POST", "", Sign.sha256Hex(body), "content-type",
					"application/json", "host", Calls.HOST);
			byte[] key = Sign.hmac256(("TC3" + credentials.getSecretKey()).getBytes("UTF-8"), date);
			key = Sign.hmac256(Sign.hmac256(key, "cvm"), "tc3_request");
			byte[] expected = Sign.hmac256(key, "TC3-HMAC-SHA256\n" + timestamp + "\n" + date + "/cvm/tc3_request\n"
					+ Sign.sha256Hex(request.text()));
			assertThat(signature.authorization(credentials, "cvm", timestamp, request))
				.startsWith(
						"TC3-HMAC-SHA256 Credential=" + credentials.getSecretId() + "/" + date + "/cvm/tc3_request,")
				.endsWith("=" + HexFormat.of().formatHex(expected));
		}
	}

	private Map<String, String> sign(Request theirs, TencentCloudCredentials credentials, boolean unsigned) {
		UnsignedRequest request = new UnsignedRequest(theirs.method(), URI.create(theirs.url().toString()),
				(name) -> name.equals("Content-Type") ? theirs.header(name) : null, true,
				BodyHash.of(ByteBuffer.wrap(VendorSdk.body(theirs))));
		Map<String, String> ours = new HashMap<>();
		this.signer
			.sign(request, "cvm", credentials, new SigningOptions(unsigned, null, null),
					Instant.ofEpochSecond(Long.parseLong(theirs.header("X-TC-Timestamp"))))
			.forEach(ours::put);
		assertThat(ours).doesNotContainKey("Content-Type");
		return ours;
	}

	private static TencentCloudCredentials credentials(Random random) {
		return TencentCloudCredentials.of("AKID" + random.nextInt(20), "key" + random.nextInt(20),
				random.nextBoolean() ? "token" + random.nextInt() : null);
	}

	private static Map<String, String> parameters(Random random) {
		Map<String, String> parameters = new HashMap<>();
		for (int i = random.nextInt(5); i > 0; i--) {
			parameters.put("Filters." + random.nextInt(10) + ".Name", text(random, 20));
		}
		return parameters;
	}

	private static byte[] bytes(Random random) {
		byte[] bytes = new byte[random.nextInt(4) * random.nextInt(500)];
		random.nextBytes(bytes);
		return bytes;
	}

	/** Of ASCII, Chinese and emoji; sometimes empty. */
	private static String text(Random random, int length) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(length); i > 0; i--) {
			text.appendCodePoint(switch (random.nextInt(4)) {
				case 0 -> 0x4E00 + random.nextInt(0x5000);
				case 1 -> 0x1F600 + random.nextInt(80);
				default -> ' ' + random.nextInt(95);
			});
		}
		return StringUtils.trimTrailingWhitespace(text.toString());
	}

}
