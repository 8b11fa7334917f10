package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.UntrustedText;

/**
 * The rotation of one account's credentials.
 */
final class AccountRotation {

	private static final Logger logger = LoggerFactory.getLogger(AccountRotation.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	/** Otherwise a provider that hangs would block everyone who asks after it. */
	private static final Duration LIMIT = Duration.ofMinutes(1);

	private final String name;

	private final Time time;

	private final SingleFlight<@Nullable TencentCloudCredentials> refreshing = new SingleFlight<>();

	private volatile @Nullable Replacement replacement;

	private volatile @Nullable Instant refreshed;

	AccountRotation(String name, Time time) {
		this.name = name.isEmpty() ? "default" : name;
		this.time = time;
	}

	/**
	 * What to use in place of the provider's answer. Only the credentials that the server
	 * refused are replaced, so later ones from the provider take effect.
	 */
	TencentCloudCredentials current(TencentCloudCredentials resolved) {
		Replacement replacement = this.replacement;
		return (replacement != null && replacement.resolved().equals(resolved)) ? replacement.credentials() : resolved;
	}

	/** The same, where the provider may have none. */
	@Nullable TencentCloudCredentials currentOrNone(@Nullable TencentCloudCredentials resolved) {
		return (resolved != null) ? current(resolved) : null;
	}

	/** What to use after asking the provider again, or after not asking it yet again. */
	CompletableFuture<@Nullable TencentCloudCredentials> refresh(TencentCloudCredentials resolved,
			Supplier<CompletableFuture<@Nullable TencentCloudCredentials>> provider, Instant now) {
		return this.refreshing.run(() -> {
			Instant refreshed = this.refreshed;
			if (refreshed != null && Age.isBelow(PAUSE, refreshed, now)) {
				return CompletableFuture.completedFuture(current(resolved));
			}
			this.refreshed = now;
			return limited(provider.get()).whenComplete((credentials, error) -> answered(resolved, credentials, error));
		});
	}

	private CompletableFuture<@Nullable TencentCloudCredentials> limited(
			CompletableFuture<@Nullable TencentCloudCredentials> answer) {
		if (answer.isDone()) {
			return answer;
		}
		Time.Alarm alarm = this.time.alarm(LIMIT.toNanos(), () -> answer.completeExceptionally(
				new TimeoutException("The credentials provider has not answered within " + LIMIT.toSeconds() + " s")));
		return answer.whenComplete((credentials, error) -> alarm.cancel());
	}

	private void answered(TencentCloudCredentials resolved, @Nullable TencentCloudCredentials credentials,
			@Nullable Throwable error) {
		if (error != null) {
			logger.warn("The server refused the credentials of the {} account, and there are no others: {}", this.name,
					UntrustedText.message(Causes.unwrapped(error).toString()));
		}
		else if (credentials != null) {
			replace(resolved, credentials);
		}
	}

	private void replace(TencentCloudCredentials resolved, TencentCloudCredentials credentials) {
		if (!credentials.equals(current(resolved))) {
			logger.info("The credentials of the {} account have been replaced: {} by {}", this.name, current(resolved),
					credentials);
		}
		this.replacement = new Replacement(resolved, credentials);
	}

	private record Replacement(TencentCloudCredentials resolved, TencentCloudCredentials credentials) {

	}

}
