package io.github.tencentcloud.resilience.signing;

/**
 * TC3-HMAC-SHA256, the way Tencent Cloud API 3.0 signs requests: the canonical request is
 * hashed, and the hash is signed with a key that is valid for one day and one product.
 */
final class Tc3Signature {

	static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

	private static final String ALGORITHM = "TC3-HMAC-SHA256";

	private static final long SECONDS_A_DAY = 86_400;

	private final SigningKeys keys = new SigningKeys();

	/** The value of {@code Authorization}. */
	String authorization(TencentCloudCredentials credentials, String service, long timestamp,
			CanonicalRequest request) {
		// Days are those of UTC.
		SigningKey key = this.keys.get(credentials.getSecretKey(), Math.floorDiv(timestamp, SECONDS_A_DAY), service);
		String signature = key.sign(stringToSign(timestamp, key.scope(), Sha256.hex(request.text())));
		return ALGORITHM + " Credential=" + credentials.getSecretId() + "/" + key.scope() + ", SignedHeaders="
				+ request.signedHeaders() + ", Signature=" + signature;
	}

	static String stringToSign(long timestamp, String scope, String requestHash) {
		return ALGORITHM + "\n" + timestamp + "\n" + scope + "\n" + requestHash;
	}

}
