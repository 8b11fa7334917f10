package io.github.tencentcloud.resilience.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SHA-256, plain and keyed. The JDK's engines are not thread-safe, but cheap to create.
 */
final class Sha256 {

	private static final String HASH = "SHA-256";

	private static final String KEYED_HASH = "HmacSHA256";

	private Sha256() {
	}

	static String hex(String text) {
		return hex(ByteBuffer.wrap(bytes(text)));
	}

	static String hex(ByteBuffer content) {
		try {
			MessageDigest digest = MessageDigest.getInstance(HASH);
			digest.update(content);
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JVM has to support " + HASH, ex);
		}
	}

	static byte[] keyed(byte[] secret, String text) {
		return mac(secret).doFinal(bytes(text));
	}

	static Mac mac(byte[] secret) {
		try {
			Mac mac = Mac.getInstance(KEYED_HASH);
			mac.init(new SecretKeySpec(secret, KEYED_HASH));
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JVM has to support " + KEYED_HASH, ex);
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
