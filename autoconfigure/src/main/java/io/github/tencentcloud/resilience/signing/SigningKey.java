package io.github.tencentcloud.resilience.signing;

import java.time.LocalDate;
import java.util.HexFormat;

import javax.crypto.Mac;

/**
 * A key derived from a SecretKey, valid for one day and one product.
 */
final class SigningKey {

	private static final String TERMINATOR = "tc3_request";

	private final String scope;

	private final byte[] secret;

	private final Mac mac;

	private SigningKey(String scope, byte[] secret) {
		this.scope = scope;
		this.secret = secret;
		this.mac = Sha256.mac(secret);
	}

	static SigningKey of(String secretKey, long epochDay, String service) {
		String date = LocalDate.ofEpochDay(epochDay).toString();
		return of(Sha256.keyed(Sha256.bytes("TC3" + secretKey), date), date, service);
	}

	/** The rest of the way, from the secret of a date. */
	static SigningKey of(byte[] dateSecret, String date, String service) {
		byte[] serviceSecret = Sha256.keyed(dateSecret, service);
		return new SigningKey(date + "/" + service + "/" + TERMINATOR, Sha256.keyed(serviceSecret, TERMINATOR));
	}

	/** The day, the product and the end of it, as they stand in a signature. */
	String scope() {
		return this.scope;
	}

	/** The keyed hash of a text, in hex. */
	String sign(String text) {
		return HexFormat.of().formatHex(copy().doFinal(Sha256.bytes(text)));
	}

	/**
	 * Half as dear as a new one. The original is never used, so that threads can share
	 * it.
	 */
	private Mac copy() {
		try {
			return (Mac) this.mac.clone();
		}
		catch (CloneNotSupportedException ex) {
			// Not every security provider can.
			return Sha256.mac(this.secret);
		}
	}

}
