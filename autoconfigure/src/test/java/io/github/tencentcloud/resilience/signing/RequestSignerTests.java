package io.github.tencentcloud.resilience.signing;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link RequestSigner}, which is a function: no client, no clock, no body.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestSignerTests {

	private static final String URL = "https://cvm.tencentcloudapi.com/";

	private static final String BODY = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], "
			+ "\"Name\": \"instance-name\"}]}";

	private final RequestSigner signer = new RequestSigner((uri) -> !uri.getHost().endsWith("example.com"));

	/** The vendor's own example, from end to end. */
	@Test
	void vector() {
		assertThat(
				sign("POST", URL, Map.of("Content-Type", "application/json; charset=utf-8"), SigningOptions.DEFAULTS))
			.containsExactly(entry("X-TC-Timestamp", "1551113065"), entry("Authorization",
					"TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
							+ "SignedHeaders=content-type;host, "
							+ "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"));
	}

	@Test
	void everythingThereCanBe() {
		Map<String, String> headers = new LinkedHashMap<>();
		this.signer
			.sign(request("POST", URL, Map.of()), "cvm", TencentCloudCredentials.of("id", "key", Calls.TOKEN),
					new SigningOptions(true, "en-US", null), TestClock.START)
			.forEach(headers::put);
		assertThat(headers)
			.containsOnlyKeys("X-TC-Content-SHA256", "X-TC-Token", "X-TC-Language", "Content-Type", "X-TC-Timestamp",
					"Authorization")
			.containsEntry("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD")
			.containsEntry("X-TC-Token", Calls.TOKEN)
			.containsEntry("X-TC-Language", "en-US")
			.containsEntry("Content-Type", "application/json");
	}

	@Test
	void languageOfTheRequestStays() {
		assertThat(sign("POST", URL, Map.of("X-TC-Language", "zh-CN"), new SigningOptions(false, "en-US", null)))
			.doesNotContainKey("X-TC-Language");
	}

	@Test
	void bodyThatIsNotSignedIsNotLookedAt() {
		SigningOptions unsigned = new SigningOptions(true, null, null);
		UnsignedRequest request = new UnsignedRequest("POST", URI.create(URL), (name) -> null, true, "");
		Map<String, String> headers = new LinkedHashMap<>();
		this.signer.sign(request, "cvm", Calls.credentials(), unsigned, TestClock.START).forEach(headers::put);
		assertThat(headers).isEqualTo(sign("POST", URL, Map.of(), unsigned));
	}

	@Test
	void queryOfAGetIsSigned() {
		assertThat(sign("GET", URL + "?Limit=10", Map.of(), SigningOptions.DEFAULTS))
			.isNotEqualTo(sign("GET", URL + "?Limit=11", Map.of(), SigningOptions.DEFAULTS));
		assertThat(sign("POST", URL + "?Limit=10", Map.of(), SigningOptions.DEFAULTS))
			.isEqualTo(sign("POST", URL, Map.of(), SigningOptions.DEFAULTS));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/", "https://cvm.tencentcloudapi.com.example.com/",
			"http://cvm.tencentcloudapi.com/", "http://localhost.evil/", "http://127.0.0.256/", "http://[::2]/",
			"mailto:x", "ftp://localhost/" })
	void addressIsNotSigned(String url) {
		assertThat(this.signer.accepts(URI.create(url), null, false)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost/", "http://127.9.8.255", "http://[::1]:1/", URL })
	void addressIsSigned(String url) {
		assertThat(this.signer.accepts(URI.create(url), null, false)).isTrue();
		assertThat(this.signer.accepts(URI.create(url), "mine", false)).isFalse();
	}

	@Test
	void plainHttpIsWarnedAboutOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.signer.accepts(URI.create("http://cvm.tencentcloudapi.com/"), null, false);
		}
		assertThat(output.getAll()).containsOnlyOnce("are not signed").contains("http://cvm.tencentcloudapi.com");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			textBlock = """
					https://cvm.tencentcloudapi.com/,          -,                        -,          cvm.tencentcloudapi.com
					https://cvm.tencentcloudapi.com:443/,      -,                        -,          cvm.tencentcloudapi.com
					https://cvm.tencentcloudapi.com:8443/,     -,                        -,          cvm.tencentcloudapi.com:8443
					http://localhost:80/,                      -,                        -,          localhost
					http://[::1]:8080/,                        -,                        -,          [::1]:8080
					https://proxy/,                            cvm.tencentcloudapi.com,  -,          cvm.tencentcloudapi.com
					https://proxy/,                            -,                        other:1,    other:1
					""")
	void host(String url, String signingHost, String hostHeader, String signed) {
		assertThat(RequestSigner.host(URI.create(url), hostHeader, signingHost)).isEqualTo(signed);
		Map<String, String> headers = (hostHeader != null) ? Map.of("Host", hostHeader) : Map.of();
		SigningOptions options = new SigningOptions(false, null, signingHost);
		assertThat(sign("POST", url, headers, options))
			.isEqualTo(sign("POST", "https://" + signed, Map.of(), options(signed)));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			cvm.tencentcloudapi.com,              cvm
			CVM.TencentCloudAPI.com:443,          cvm
			cvm.ap-guangzhou.tencentcloudapi.com, cvm
			localhost:8080,                       my-product
			[::1]:8080,                           my-product
			tencentcloudapi.com,                  my-product
			cvm.tencentcloudapi.com.example.com,  my-product
			""")
	void service(String host, String service) {
		assertThat(SigningHost.service(host, "my-product")).isEqualTo(service);
	}

	private Map<String, String> sign(String method, String url, Map<String, String> headers, SigningOptions options) {
		Map<String, String> signed = new LinkedHashMap<>();
		this.signer.sign(request(method, url, headers), "cvm", Calls.credentials(), options, TestClock.START)
			.forEach(signed::put);
		return signed;
	}

	private static SigningOptions options(String signingHost) {
		return new SigningOptions(false, null, signingHost);
	}

	private static UnsignedRequest request(String method, String url, Map<String, String> headers) {
		return new UnsignedRequest(method, URI.create(url), headers::get, true,
				BodyHash.of(ByteBuffer.wrap(BODY.getBytes(StandardCharsets.UTF_8))));
	}

}
