package io.github.tencentcloud.resilience.test;

import java.util.List;
import java.util.stream.Collectors;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what a {@link FakeTencentCloud} was asked.
 */
public final class FakeTencentCloudAssert extends AbstractAssert<FakeTencentCloudAssert, FakeTencentCloud> {

	FakeTencentCloudAssert(FakeTencentCloud actual) {
		super(actual, FakeTencentCloudAssert.class);
	}

	/**
	 * Verify that an action was asked for, once at least, and go on with its requests.
	 * Each attempt of a call is one of them.
	 * @param product the product, for example {@code sms}
	 * @param action the action, for example {@code SendSms}
	 * @return assertions on the requests
	 */
	public ReceivedRequestsAssert received(String product, String action) {
		isNotNull();
		List<ReceivedRequest> requests = this.actual.requests(product, action);
		if (requests.isEmpty()) {
			failWithMessage("Nobody asked the fake Tencent Cloud for %s %s. %s", product, action, received());
		}
		return new ReceivedRequestsAssert(requests).as("requests for %s %s", product, action);
	}

	/**
	 * Verify that an action was not asked for.
	 * @param product the product, for example {@code sms}
	 * @param action the action, for example {@code SendSms}
	 * @return this assertion
	 */
	public FakeTencentCloudAssert didNotReceive(String product, String action) {
		isNotNull();
		if (!this.actual.requests(product, action).isEmpty()) {
			failWithMessage("Expected nobody to ask the fake Tencent Cloud for %s %s. %s", product, action, received());
		}
		return this;
	}

	/**
	 * Verify that nothing was asked for.
	 * @return this assertion
	 */
	public FakeTencentCloudAssert receivedNothing() {
		isNotNull();
		if (!this.actual.requests().isEmpty()) {
			failWithMessage("Expected nobody to ask the fake Tencent Cloud for anything. %s", received());
		}
		return this;
	}

	private String received() {
		List<ReceivedRequest> requests = this.actual.requests();
		return requests.isEmpty() ? "It received nothing."
				: requests.stream()
					.map(ReceivedRequest::toString)
					.collect(Collectors.joining("\n  ", "It received:\n  ", ""));
	}

}
