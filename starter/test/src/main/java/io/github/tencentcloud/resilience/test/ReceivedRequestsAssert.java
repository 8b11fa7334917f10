package io.github.tencentcloud.resilience.test;

import java.util.List;
import java.util.function.Consumer;

import org.assertj.core.api.FactoryBasedNavigableListAssert;

/**
 * Assertions on the requests for one action, in the order in which they came. What is
 * said of them holds for each; {@link #first()}, {@link #last()} and {@link #element}
 * pick one.
 */
public final class ReceivedRequestsAssert extends
		FactoryBasedNavigableListAssert<ReceivedRequestsAssert, List<ReceivedRequest>, ReceivedRequest, ReceivedRequestAssert> {

	ReceivedRequestsAssert(List<ReceivedRequest> actual) {
		super(actual, ReceivedRequestsAssert.class, ReceivedRequestAssert::new);
	}

	/**
	 * Verify how many there were: the attempts of all calls.
	 * @param expected the number of requests
	 * @return this assertion
	 */
	public ReceivedRequestsAssert times(int expected) {
		return hasSize(expected);
	}

	/**
	 * Verify that there was one.
	 * @return this assertion
	 */
	public ReceivedRequestsAssert once() {
		return times(1);
	}

	/**
	 * Verify the region of each.
	 * @param region the region, for example {@code ap-guangzhou}
	 * @return this assertion
	 */
	public ReceivedRequestsAssert inRegion(String region) {
		return each((request) -> request.inRegion(region));
	}

	/**
	 * Verify the version of each.
	 * @param version the version of the product's API, for example {@code 2021-01-11}
	 * @return this assertion
	 */
	public ReceivedRequestsAssert withVersion(String version) {
		return each((request) -> request.withVersion(version));
	}

	/**
	 * Verify a value in the body of each.
	 * @param path a JSON path, for example {@code PhoneNumberSet[0]}
	 * @param expected the value
	 * @return this assertion
	 */
	public ReceivedRequestsAssert withBody(String path, Object expected) {
		return each((request) -> request.withBody(path, expected));
	}

	/**
	 * Verify a parameter of each, wherever it came: in JSON, in a form or in the query.
	 * @param name the name, for example {@code Limit} or {@code PhoneNumberSet.0}
	 * @param expected the value as text
	 * @return this assertion
	 */
	public ReceivedRequestsAssert withParameter(String name, String expected) {
		return each((request) -> request.withParameter(name, expected));
	}

	/**
	 * Verify a header of each.
	 * @param name the name
	 * @param expected the value
	 * @return this assertion
	 */
	public ReceivedRequestsAssert withHeader(String name, String expected) {
		return each((request) -> request.withHeader(name, expected));
	}

	/**
	 * Verify that each has a signature of an account, and that the fake accepted it.
	 * @param secretId the SecretId of the account
	 * @return this assertion
	 */
	public ReceivedRequestsAssert signedBy(String secretId) {
		return each((request) -> request.signedBy(secretId));
	}

	private ReceivedRequestsAssert each(Consumer<ReceivedRequestAssert> assertion) {
		return allSatisfy((request) -> assertion.accept(new ReceivedRequestAssert(request)));
	}

}
