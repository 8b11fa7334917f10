package io.github.tencentcloud.resilience.test;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * Looks at the signature of a request before anything else does.
 */
@FunctionalInterface
interface SignatureCheck {

	/**
	 * Accepts every request, signed or not.
	 */
	SignatureCheck NONE = (request) -> {
	};

	/**
	 * Checks a request.
	 * @param request the request
	 * @throws Refusal if its signature is missing, wrong or too old, or its sender
	 * unknown
	 */
	void check(LoggedRequest request);

}
