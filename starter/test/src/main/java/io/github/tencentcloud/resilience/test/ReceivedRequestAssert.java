package io.github.tencentcloud.resilience.test;

import java.util.Objects;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on one request.
 */
public final class ReceivedRequestAssert extends AbstractAssert<ReceivedRequestAssert, ReceivedRequest> {

	ReceivedRequestAssert(@Nullable ReceivedRequest actual) {
		super(actual, ReceivedRequestAssert.class);
	}

	/**
	 * Verify the region.
	 * @param region the region, for example {@code ap-guangzhou}
	 * @return this assertion
	 */
	public ReceivedRequestAssert inRegion(String region) {
		return same("region", region, request().region());
	}

	/**
	 * Verify the version.
	 * @param version the version of the product's API, for example {@code 2021-01-11}
	 * @return this assertion
	 */
	public ReceivedRequestAssert withVersion(String version) {
		return same("version", version, request().version());
	}

	/**
	 * Verify a value in the body.
	 * @param path a JSON path, for example {@code PhoneNumberSet[0]}
	 * @param expected the value
	 * @return this assertion
	 */
	public ReceivedRequestAssert withBody(String path, Object expected) {
		return same(path, expected, request().body(path));
	}

	/**
	 * Verify a parameter, wherever it came: in JSON, in a form or in the query.
	 * @param name the name, for example {@code Limit} or {@code PhoneNumberSet.0}
	 * @param expected the value as text
	 * @return this assertion
	 */
	public ReceivedRequestAssert withParameter(String name, String expected) {
		return same("parameter " + name, expected, request().parameters().get(name));
	}

	/**
	 * Verify a header.
	 * @param name the name
	 * @param expected the value
	 * @return this assertion
	 */
	public ReceivedRequestAssert withHeader(String name, String expected) {
		return same("header " + name, expected, request().header(name));
	}

	/**
	 * Verify that an account signed, and that the fake accepted it.
	 * @param secretId the SecretId of the account
	 * @return this assertion
	 */
	public ReceivedRequestAssert signedBy(String secretId) {
		same("SecretId", secretId, request().secretId());
		if (request().refusal() != null) {
			failWithMessage("The signature was refused with %s: %s", request().refusal(), request());
		}
		return this;
	}

	private ReceivedRequest request() {
		isNotNull();
		return Objects.requireNonNull(this.actual);
	}

	private ReceivedRequestAssert same(String what, Object expected, @Nullable Object actual) {
		if (!expected.equals(actual)) {
			failWithActualExpectedAndMessage(actual, expected, "Expected %s to be <%s> but it was <%s>: %s", what,
					expected, actual, request());
		}
		return this;
	}

}
