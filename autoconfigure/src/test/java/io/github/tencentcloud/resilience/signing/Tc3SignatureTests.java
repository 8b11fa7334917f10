package io.github.tencentcloud.resilience.signing;

import java.util.HexFormat;
import java.util.stream.IntStream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Tc3Signature} with the vectors that the vendor has published.
 */
class Tc3SignatureTests {

	private static final long TIMESTAMP = 1551113065;

	private static final String BODY = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], "
			+ "\"Name\": \"instance-name\"}]}";

	private static final String JSON = "application/json; charset=utf-8";

	private final Tc3Signature signature = new Tc3Signature();

	@Test
	void post() {
		String payloadHash = Sha256.hex(BODY);
		assertThat(payloadHash).isEqualTo("35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064");
		CanonicalRequest request = CanonicalRequest.of("POST", "", payloadHash, "content-type", JSON, "host",
				Calls.HOST);
		assertThat(Sha256.hex(request.text()))
			.isEqualTo("5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031");
		assertThat(this.signature.authorization(Calls.credentials(), "cvm", TIMESTAMP, request))
			.isEqualTo("TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
					+ "SignedHeaders=content-type;host, "
					+ "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
	}

	@Test
	void postWithASignedAction() {
		CanonicalRequest request = CanonicalRequest.of("POST", "", Sha256.hex(BODY), "content-type", JSON, "host",
				Calls.HOST, "x-tc-action", "DescribeInstances");
		assertThat(request.signedHeaders()).isEqualTo("content-type;host;x-tc-action");
		String requestHash = Sha256.hex(request.text());
		assertThat(requestHash).isEqualTo("7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84");
		// Of this vector, the secret is not published but what it becomes on that day.
		byte[] dateSecret = HexFormat.of().parseHex("da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0");
		SigningKey key = SigningKey.of(dateSecret, "2019-02-25", "cvm");
		assertThat(key.sign(Tc3Signature.stringToSign(TIMESTAMP, key.scope(), requestHash)))
			.isEqualTo("10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f");
	}

	@Test
	void get() {
		CanonicalRequest request = CanonicalRequest.of("GET", "Limit=10&Offset=0", Sha256.hex(""), "content-type",
				"application/x-www-form-urlencoded", "host", Calls.HOST);
		assertThat(Sha256.hex(request.text()))
			.isEqualTo("91c9c192c14460df6c1ffc69e34e6c5e90708de2a6d282cccf957dbf1aa7f3a7");
		assertThat(this.signature.authorization(Calls.credentials(), "cvm", 1539084154, request))
			.contains("/2018-10-09/cvm/tc3_request, ")
			.endsWith("Signature=5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474");
	}

	@Test
	void queryOfAPostIsNotSigned() {
		assertThat(CanonicalRequest.of("POST", "a=1", "x", "host", Calls.HOST))
			.isEqualTo(CanonicalRequest.of("POST", "", "x", "host", Calls.HOST));
	}

	@Test
	void dayEndsInUtc() {
		CanonicalRequest request = CanonicalRequest.of("POST", "", "x", "host", Calls.HOST);
		assertThat(this.signature.authorization(Calls.credentials(), "cvm", 86_399, request)).contains("/1970-01-01/");
		assertThat(this.signature.authorization(Calls.credentials(), "cvm", 86_400, request)).contains("/1970-01-02/");
	}

	@Test
	void keysAreKeptButNotForEver() {
		SigningKeys keys = new SigningKeys();
		SigningKey key = keys.get("secret", 17_952, "cvm");
		assertThat(keys.get("secret", 17_952, "cvm")).isSameAs(key);
		assertThat(keys.get("secret", 17_953, "cvm").sign("x")).isNotEqualTo(key.sign("x"));
		assertThat(keys.get("secret", 17_952, "sms").sign("x")).isNotEqualTo(key.sign("x"));
		assertThat(keys.get("other", 17_952, "cvm").sign("x")).isNotEqualTo(key.sign("x"));
		for (int i = 0; i < 10_000; i++) {
			keys.get("secret", i, "cvm");
		}
		assertThat(keys).extracting("keys.known.values")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.hasSizeLessThan(300);
		assertThat(keys.get("secret", 17_952, "cvm").sign("x")).isEqualTo(key.sign("x"));
	}

	@Test
	void keyIsForManyThreads() {
		SigningKey key = SigningKey.of("secret", 17_952, "cvm");
		String expected = key.sign("x");
		assertThat(IntStream.range(0, 100_000).parallel().mapToObj((i) -> key.sign("x"))).containsOnly(expected);
	}

}
