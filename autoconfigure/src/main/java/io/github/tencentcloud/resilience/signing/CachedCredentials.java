package io.github.tencentcloud.resilience.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tencentcloud.resilience.policy.OutsideText;

/**
 * Credentials from a source that blocks, read on a thread that may. A source is expected
 * to keep temporary credentials until five minutes before their end, as the vendor's SDK
 * does; so it is asked again each minute, in the background, and what it said less than
 * four minutes ago is still good. While the source fails, what it said last is used: the
 * server knows best whether that is still valid.
 */
final class CachedCredentials {

	private static final Logger logger = LoggerFactory.getLogger(CachedCredentials.class);

	/** Younger than this, credentials are not asked for again. */
	private static final Duration FRESH = Duration.ofMinutes(1);

	/** Younger than this, temporary credentials are good for another minute. */
	private static final Duration GOOD = Duration.ofMinutes(4);

	/** How long calls wait for new credentials when there are old ones to try. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** How long a source that failed is left alone. */
	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final Callable<TencentCloudCredentials> source;

	private final Callable<TencentCloudCredentials> newSource;

	private final Clock clock;

	private final SingleFlight<TencentCloudCredentials> reading = new SingleFlight<>();

	private final SingleFlight<TencentCloudCredentials> renewing = new SingleFlight<>();

	private final Object oneAtATime = new Object();

	private volatile @Nullable Reading last;

	private volatile @Nullable Failure failure;

	private volatile Instant started = Instant.EPOCH;

	/**
	 * A source to read again and again, and the same source read from the ground up.
	 */
	CachedCredentials(Callable<TencentCloudCredentials> source, Callable<TencentCloudCredentials> newSource,
			Clock clock) {
		this.source = source;
		this.newSource = newSource;
		this.clock = clock;
	}

	/** The credentials, at once wherever that can be. */
	Mono<TencentCloudCredentials> get() {
		return Mono.defer(() -> {
			Reading last = this.last;
			Failure failure = this.failure;
			Instant now = this.clock.instant();
			boolean paused = failure != null && within(failure.time(), PAUSE, now);
			if (last == null) {
				return (failure != null && paused) ? Mono.error(failure.error()) : read();
			}
			Mono<TencentCloudCredentials> known = Mono.just(last.credentials());
			if (paused || within(last.time(), FRESH, now)) {
				return known;
			}
			if (last.credentials().getToken() == null || within(last.time(), GOOD, now)) {
				readInBackground();
				return known;
			}
			Duration patience = patience(now);
			return patience.isZero() ? known : read().onErrorResume((ex) -> known).timeout(Mono.delay(patience), known);
		});
	}

	/** The credentials as the source gives them when it starts anew. */
	Mono<TencentCloudCredentials> renew() {
		return this.renewing.run(() -> load(this.newSource));
	}

	private Mono<TencentCloudCredentials> read() {
		return this.reading.run(() -> {
			this.started = this.clock.instant();
			return load(this.source);
		});
	}

	private Mono<TencentCloudCredentials> load(Callable<TencentCloudCredentials> source) {
		return Mono.fromCallable(() -> {
			synchronized (this.oneAtATime) {
				TencentCloudCredentials credentials = source.call();
				this.last = new Reading(credentials, this.clock.instant());
				return credentials;
			}
		})
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorMap(CredentialsException::of)
			.doOnNext((credentials) -> this.failure = null)
			.doOnError(CredentialsException.class, this::failed);
	}

	private void failed(CredentialsException error) {
		this.failure = new Failure(error, this.clock.instant());
		if (this.last != null) {
			logger.warn("The credentials could not be read again ({}). Those read last, {}, are used on.",
					OutsideText
						.message(String.valueOf((error.getCause() != null) ? error.getCause() : error.getMessage())),
					this.last);
		}
	}

	private void readInBackground() {
		if (!this.reading.isRunning()) {
			read().subscribe((credentials) -> {
			}, (ex) -> {
			});
		}
	}

	/** A source that hangs must not cost each call the whole time. */
	private Duration patience(Instant now) {
		if (!this.reading.isRunning()) {
			return PATIENCE;
		}
		return within(this.started, PATIENCE, now) ? PATIENCE.minus(Duration.between(this.started, now))
				: Duration.ZERO;
	}

	private static boolean within(Instant start, Duration duration, Instant now) {
		return !now.isBefore(start) && now.isBefore(start.plus(duration));
	}

	private record Reading(TencentCloudCredentials credentials, Instant time) {

		@Override
		public String toString() {
			return this.credentials + " of " + this.time;
		}

	}

	private record Failure(CredentialsException error, Instant time) {

	}

}
