package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tencent Cloud answered with an error in the envelope. Raised after the last attempt;
 * the message reads like a log line, and holds no secret. A server code that looks like
 * one of ours begins with {@code Server.}
 *
 * @see TencentCloudFailure
 * @serial exclude
 */
public final class TencentCloudApiException extends TencentCloudException {

	private final int statusCode;

	/**
	 * Create the exception. In your own tests, {@link #builder(String)} is easier.
	 * @param failure how the call failed
	 * @param statusCode the HTTP status of the last answer
	 */
	public TencentCloudApiException(TencentCloudFailure failure, int statusCode) {
		super(failure);
		this.statusCode = statusCode;
	}

	/**
	 * Start to build an exception for your own tests.
	 * @param code the code of the error, for example {@code RequestLimitExceeded}
	 * @return a builder
	 */
	public static Builder builder(String code) {
		return new Builder(code);
	}

	/**
	 * The server's message. It may change at any time; never base a decision on it.
	 * @return the message on one line, at most 2,000 characters of it, may be empty
	 */
	public String getApiMessage() {
		return getFailure().message();
	}

	/**
	 * The product.
	 * @return for example {@code cvm}
	 */
	public String getProduct() {
		return getFailure().product();
	}

	/**
	 * The action.
	 * @return for example {@code RunInstances}, or {@code none}
	 */
	public String getAction() {
		return getFailure().action();
	}

	/**
	 * The region.
	 * @return for example {@code ap-guangzhou}, or {@code none}
	 */
	public String getRegion() {
		return getFailure().region();
	}

	/**
	 * The policy in force for the code.
	 * @return its name, for example {@code throttled}
	 */
	public String getPolicy() {
		return getFailure().policy();
	}

	/**
	 * The decision of the policy.
	 * @return the decision
	 */
	public Decision getDecision() {
		return getFailure().decision();
	}

	/**
	 * How many attempts were made.
	 * @return the number, at least 1
	 */
	public int getAttempts() {
		return getFailure().attempts();
	}

	/**
	 * The HTTP status of the last answer.
	 * @return nearly always 200
	 */
	public int getStatusCode() {
		return this.statusCode;
	}

	/**
	 * The codes of the items that failed, if the code is {@code ClientError.ItemsFailed}.
	 * @return how often each code came, the most frequent one first; else empty
	 */
	public Map<String, Integer> getItemCodes() {
		return getFailure().itemCodes();
	}

	/**
	 * Builds an exception for tests of code that handles it.
	 */
	public static final class Builder {

		private final String code;

		private String message = "";

		private @Nullable String requestId;

		private String product = TencentCloudCall.NONE;

		private String action = TencentCloudCall.NONE;

		private String region = TencentCloudCall.NONE;

		private String policy = "unknown";

		private Decision decision = Decision.FAIL;

		private int attempts = 1;

		private int statusCode = 200;

		private Map<String, Integer> itemCodes = Map.of();

		private Builder(String code) {
			this.code = code;
		}

		/**
		 * Set the message of the server.
		 * @param message the message
		 * @return this
		 */
		public Builder message(String message) {
			this.message = message;
			return this;
		}

		/**
		 * Set the RequestId.
		 * @param requestId the RequestId
		 * @return this
		 */
		public Builder requestId(@Nullable String requestId) {
			this.requestId = requestId;
			return this;
		}

		/**
		 * Set the call.
		 * @param product the product
		 * @param action the action
		 * @param region the region
		 * @return this
		 */
		public Builder call(String product, String action, String region) {
			this.product = product;
			this.action = action;
			this.region = region;
			return this;
		}

		/**
		 * Set the policy.
		 * @param policy its name
		 * @param decision its decision
		 * @return this
		 */
		public Builder policy(String policy, Decision decision) {
			this.policy = policy;
			this.decision = decision;
			return this;
		}

		/**
		 * Set the number of attempts.
		 * @param attempts the number, at least 1
		 * @return this
		 */
		public Builder attempts(int attempts) {
			this.attempts = attempts;
			return this;
		}

		/**
		 * Set the HTTP status.
		 * @param statusCode the status, for example 200
		 * @return this
		 */
		public Builder statusCode(int statusCode) {
			this.statusCode = statusCode;
			return this;
		}

		/**
		 * Set the codes of the items that failed.
		 * @param itemCodes how often each code came
		 * @return this
		 */
		public Builder itemCodes(Map<String, Integer> itemCodes) {
			this.itemCodes = Map.copyOf(itemCodes);
			return this;
		}

		/**
		 * Build the exception.
		 * @return the exception
		 */
		public TencentCloudApiException build() {
			AttemptSummary attempt = new AttemptSummary(this.code, this.requestId, this.policy, Duration.ZERO);
			List<AttemptSummary> history = List.copyOf(Collections.nCopies(this.attempts, attempt));
			return new TencentCloudApiException(new TencentCloudFailure(this.code, this.message, this.requestId,
					this.product, this.action, this.region, this.policy, this.decision, history, Duration.ZERO,
					this.itemCodes, null, null), this.statusCode);
		}

	}

}
