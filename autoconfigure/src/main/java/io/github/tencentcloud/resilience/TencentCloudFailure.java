package io.github.tencentcloud.resilience;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed, whatever the type of the exception is.
 *
 * @param code the code: the server's own, or one that begins with {@code ClientError.}
 * @param message what the server or the transport said, on one line and at most 2,000
 * characters of it, may be empty; never base a decision on it
 * @param requestId the RequestId of the last answer that had one, or {@code null}
 * @param product the product, or {@code none}
 * @param action the action, or {@code none}
 * @param region the region, or {@code none}
 * @param policy the name of the policy in force for the code
 * @param decision the decision of the policy
 * @param history the attempts in order, empty if none was made
 * @param elapsed how long the call took, waits included
 * @param itemCodes the codes of the items that failed, each with how often it came, if
 * the call failed because of them; else empty
 * @param retryResult why the call was not repeated again, as in the tag {@code result} of
 * the meter of retries; {@code null} if no attempt had asked for a retry
 * @param noRetryReason why there was no further attempt, even if none had asked for one;
 * {@code null} if there was no attempt at all
 * @serial exclude
 */
public record TencentCloudFailure(String code, String message, @Nullable String requestId, String product,
		String action, String region, String policy, Decision decision, List<AttemptSummary> history, Duration elapsed,
		Map<String, Integer> itemCodes, @Nullable RetryResult retryResult,
		@Nullable NoRetryReason noRetryReason) implements Serializable {

	/** The built-in policy of a refusal by a circuit breaker. */
	private static final String TRANSIENT = "transient";

	/** The built-in policy of a refusal by a bulkhead. */
	private static final String THROTTLED = "throttled";

	/**
	 * Create a failure. Text from outside is shortened and put on one line.
	 * @param code the code
	 * @param message what the server or the transport said
	 * @param requestId the RequestId, or {@code null}
	 * @param product the product
	 * @param action the action
	 * @param region the region
	 * @param policy the name of the policy
	 * @param decision the decision of the policy
	 * @param history the attempts in order
	 * @param elapsed how long the call took
	 * @param itemCodes the codes of the items that failed
	 * @param retryResult why the call was not repeated any more, or {@code null}
	 * @param noRetryReason why there was no attempt after the last one, or {@code null}
	 */
	public TencentCloudFailure {
		code = UntrustedText.name(code);
		message = UntrustedText.message(message);
		requestId = UntrustedText.nameIfAny(requestId);
		product = UntrustedText.name(product);
		action = UntrustedText.name(action);
		region = UntrustedText.name(region);
	}

	TencentCloudFailure(String code, String message, @Nullable String requestId, String product, String action,
			String region, String policy, Decision decision, List<AttemptSummary> history, Duration elapsed) {
		this(code, message, requestId, product, action, region, policy, decision, history, elapsed, Map.of(), null,
				null);
	}

	/**
	 * Find out why a call failed.
	 * @param throwable what the caller got
	 * @return the failure, or empty if the throwable has nothing to do with a call to
	 * Tencent Cloud
	 */
	public static Optional<TencentCloudFailure> of(@Nullable Throwable throwable) {
		for (Throwable t : Causes.of(throwable)) {
			TencentCloudFailure failure = direct(t);
			if (failure != null) {
				return Optional.of(failure);
			}
		}
		return Optional.empty();
	}

	private static @Nullable TencentCloudFailure direct(Throwable t) {
		if (t instanceof FailureSource source) {
			return source.getFailure();
		}
		if (t instanceof CallNotPermittedException refused) {
			return refused(refused);
		}
		if (t instanceof BulkheadFullException full) {
			return refused(full);
		}
		for (Throwable suppressed : t.getSuppressed()) {
			if (suppressed instanceof AttachedFailure report) {
				return report.getFailure();
			}
		}
		return FailureReaders.read(t);
	}

	/**
	 * Resilience4j's exception cannot carry our data. Its message names the breaker;
	 * guessing product and region from that name would be wrong with another scope.
	 */
	private static @Nullable TencentCloudFailure refused(CallNotPermittedException ex) {
		String breaker = ex.getCausingCircuitBreakerName();
		if (breaker == null || !breaker.startsWith(TencentCloudCall.NAME_PREFIX)) {
			return null;
		}
		return new TencentCloudFailure(ClientErrors.CIRCUIT_BREAKER_OPEN, String.valueOf(ex.getMessage()), null,
				TencentCloudCall.NONE, TencentCloudCall.NONE, TencentCloudCall.NONE, TRANSIENT, Decision.CIRCUIT_BREAK,
				List.of(), Duration.ZERO);
	}

	/** Unlike a breaker's name, this one contains the product and nothing else. */
	private static @Nullable TencentCloudFailure refused(BulkheadFullException ex) {
		String bulkhead = ex.getBulkheadName();
		if (bulkhead == null || !bulkhead.startsWith(TencentCloudCall.NAME_PREFIX)) {
			return null;
		}
		return new TencentCloudFailure(ClientErrors.BULKHEAD_FULL, String.valueOf(ex.getMessage()), null,
				bulkhead.substring(TencentCloudCall.NAME_PREFIX.length()), TencentCloudCall.NONE, TencentCloudCall.NONE,
				THROTTLED, Decision.RETRY, List.of(), Duration.ZERO);
	}

	/**
	 * How many attempts were made.
	 * @return the number, 0 if the call was refused
	 */
	public int attempts() {
		return this.history.size();
	}

	/**
	 * The failure as a log line.
	 * @return for example {@code cvm.RunInstances ap-guangzhou, RequestId 1a2b…, policy
	 * throttled (retry), 2 attempts in 812 ms: RequestLimitExceeded,
	 * RequestLimitExceeded; not repeated, since max-attempts is 2}
	 */
	public String describe() {
		StringBuilder line = new StringBuilder(this.product).append('.').append(this.action);
		if (!this.region.equals(TencentCloudCall.NONE)) {
			line.append(' ').append(this.region);
		}
		line.append(", RequestId ").append((this.requestId != null) ? this.requestId : TencentCloudCall.NONE);
		line.append(", policy ").append(this.policy).append(" (").append(this.decision).append("), ");
		line.append(attempts()).append((attempts() == 1) ? " attempt in " : " attempts in ");
		line.append(this.elapsed.toMillis()).append(" ms");
		if (attempts() > 1) {
			line.append(": ").append(this.history.stream().map(AttemptSummary::code).collect(Collectors.joining(", ")));
		}
		if (this.noRetryReason != null && this.noRetryReason.isTold(this.decision)) {
			line.append("; not repeated, since ").append(this.noRetryReason.text(this.product, attempts()));
		}
		return line.toString();
	}

	/**
	 * Attach this failure to an exception, unless it already has one.
	 * @param error an exception, possibly of an HTTP client
	 */
	public void attachTo(Throwable error) {
		if (of(error).isEmpty()) {
			error.addSuppressed(new AttachedFailure(this));
		}
	}

	/** The failure as the message of an exception. */
	String text() {
		return this.code + ": " + this.message + " [" + describe() + "]";
	}

}
