package io.github.tencentcloud.resilience.demo.fake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * Lets pass what one of its accounts has signed within the last five minutes, or within
 * the next ones, since clocks differ.
 */
class AccountCheck implements SignatureCheck {

	private static final Duration TOLERANCE = Duration.ofMinutes(5);

	private final Clock clock;

	private final List<Account> accounts;

	AccountCheck(Clock clock, Account... accounts) {
		this.clock = clock;
		this.accounts = List.of(accounts);
	}

	@Override
	public void check(LoggedRequest request) {
		String authorization = request.getHeader("Authorization");
		SignatureClaim claim = (authorization != null) ? Tc3Signature.read(request, authorization)
				: LegacySignature.read(request);
		Account account = account(claim.secretId());
		Instant now = this.clock.instant();
		if (Duration.between(Instant.ofEpochSecond(claim.timestamp()), now).abs().compareTo(TOLERANCE) > 0) {
			throw new ApiError("AuthFailure.SignatureExpire",
					"Signature expired. The request was signed at %d, and it is %d now.".formatted(claim.timestamp(),
							now.getEpochSecond()));
		}
		if (account.token() != null && !account.token().equals(claim.token())) {
			throw new ApiError("AuthFailure.TokenFailure", "The token is invalid or has expired.");
		}
		if (!same(claim.signer().apply(account.secretKey()), claim.signature())) {
			throw new ApiError("AuthFailure.SignatureFailure",
					"The provided credentials could not be validated. Please check your signature is correct.");
		}
	}

	private Account account(String secretId) {
		return this.accounts.stream()
			.filter((account) -> account.secretId().equals(secretId))
			.findFirst()
			.orElseThrow(() -> new ApiError("AuthFailure.SecretIdNotFound",
					"The SecretId is not found, please ensure that your SecretId is correct."));
	}

	private static boolean same(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
	}

}
