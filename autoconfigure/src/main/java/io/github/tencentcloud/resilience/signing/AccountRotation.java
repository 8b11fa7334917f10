package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.OutsideText;

/**
 * The rotation of one account's credentials.
 */
final class AccountRotation {

	private static final Logger logger = LoggerFactory.getLogger(AccountRotation.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	/** For a provider that hangs would keep away those who ask after it. */
	private static final Duration LIMIT = Duration.ofMinutes(1);

	private final String name;

	private final SingleFlight<TencentCloudCredentials> refreshing = new SingleFlight<>();

	private volatile @Nullable Replacement replacement;

	private volatile @Nullable Instant refreshed;

	AccountRotation(String name) {
		this.name = name.isEmpty() ? "default" : name;
	}

	/**
	 * What to use where the provider says something; only what it said when the server
	 * refused it is replaced, so that later news of the provider come through.
	 */
	TencentCloudCredentials current(TencentCloudCredentials resolved) {
		Replacement replacement = this.replacement;
		return (replacement != null && replacement.resolved().equals(resolved)) ? replacement.credentials() : resolved;
	}

	/** What to use after asking the provider again, or after not asking it yet again. */
	Mono<TencentCloudCredentials> refresh(TencentCloudCredentials resolved,
			Supplier<Mono<TencentCloudCredentials>> provider, Instant now) {
		return this.refreshing.run(() -> {
			Instant refreshed = this.refreshed;
			if (refreshed != null && !now.isBefore(refreshed) && now.isBefore(refreshed.plus(PAUSE))) {
				return Mono.just(current(resolved));
			}
			this.refreshed = now;
			return provider.get()
				.timeout(LIMIT)
				.doOnNext((credentials) -> replace(resolved, credentials))
				.doOnError((ex) -> logger.warn(
						"The server refused the credentials of the {} account, and there are no others: {}", this.name,
						OutsideText.message(ex.toString())));
		});
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
