package io.github.tencentcloud.resilience.test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * Lets pass what one of the accounts has signed within the last five minutes, or within
 * the next ones, since clocks differ.
 */
class AccountCheck implements SignatureCheck {

	private static final Duration TOLERANCE = Duration.ofMinutes(5);

	private final Clock clock;

	private final Accounts accounts;

	AccountCheck(Clock clock, Accounts accounts) {
		this.clock = clock;
		this.accounts = accounts;
	}

	@Override
	public void check(LoggedRequest request) {
		SignatureClaim claim = SignatureClaim.of(request);
		Account account = account(claim.secretId());
		Instant now = this.clock.instant();
		if (Duration.between(Instant.ofEpochSecond(claim.timestamp()), now).abs().compareTo(TOLERANCE) > 0) {
			throw new Refusal("AuthFailure.SignatureExpire",
					"Signature expired. The request was signed at %d, and it is %d now.".formatted(claim.timestamp(),
							now.getEpochSecond()));
		}
		if (account.token() != null && !account.token().equals(claim.token())) {
			throw new Refusal("AuthFailure.TokenFailure", "The token is invalid or has expired.");
		}
		if (!same(claim.signer().apply(account.secretKey()), claim.signature())) {
			throw new Refusal("AuthFailure.SignatureFailure",
					"The provided credentials could not be validated. Please check your signature is correct.");
		}
	}

	private Account account(String secretId) {
		Account account = this.accounts.find(secretId);
		if (account == null) {
			throw new Refusal("AuthFailure.SecretIdNotFound",
					"The SecretId is not found, please ensure that your SecretId is correct.");
		}
		return account;
	}

	private static boolean same(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
	}

}
