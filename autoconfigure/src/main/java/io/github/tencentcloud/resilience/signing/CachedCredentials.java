package io.github.tencentcloud.resilience.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.UntrustedText;

/**
 * Credentials from a blocking source, read on a thread that may block. Sources are
 * expected to cache temporary credentials until five minutes before they expire, as the
 * vendor's SDK does; so the source is asked again every minute, in the background, and
 * credentials less than four minutes old are still good. While the source fails, the last
 * ones are used: the server knows best whether they are still valid.
 */
final class CachedCredentials {

	private static final Logger logger = LoggerFactory.getLogger(CachedCredentials.class);

	/** The source is not asked again while credentials are younger than this. */
	private static final Duration FRESH = Duration.ofMinutes(1);

	/** Temporary credentials younger than this are good for another minute. */
	private static final Duration GOOD = Duration.ofMinutes(4);

	/** How long calls wait for new credentials when there are old ones to try. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** How long a source that failed is left alone. */
	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final Callable<TencentCloudCredentials> source;

	private final Callable<TencentCloudCredentials> newSource;

	private final Executor threads;

	private final Clock clock;

	private final Time time;

	private final SingleFlight<@Nullable TencentCloudCredentials> reading = new SingleFlight<>();

	private final SingleFlight<@Nullable TencentCloudCredentials> renewing = new SingleFlight<>();

	/** No monitor, since a virtual thread that blocks in one holds on to its carrier. */
	private final Lock oneAtATime = new ReentrantLock();

	private volatile @Nullable Reading last;

	private volatile @Nullable Failure failure;

	private volatile Instant started = Instant.EPOCH;

	/**
	 * A source to read again and again, and the same source read from the ground up, both
	 * on threads that may block, two at once at most.
	 */
	CachedCredentials(Callable<TencentCloudCredentials> source, Callable<TencentCloudCredentials> newSource,
			Executor threads, Clock clock, Time time) {
		this.source = source;
		this.newSource = newSource;
		this.threads = threads;
		this.clock = clock;
		this.time = time;
	}

	/** The credentials, at once wherever that can be. */
	CompletableFuture<@Nullable TencentCloudCredentials> get() {
		Reading last = this.last;
		Failure failure = this.failure;
		Instant now = this.clock.instant();
		boolean paused = failure != null && Age.isBelow(PAUSE, failure.time(), now);
		if (last == null) {
			return (failure != null && paused) ? CompletableFuture.failedFuture(failure.error()) : read();
		}
		if (paused || Age.isBelow(FRESH, last.time(), now)) {
			return last.known();
		}
		if (last.credentials().getToken() == null || Age.isBelow(GOOD, last.time(), now)) {
			readInBackground();
			return last.known();
		}
		Duration patience = patience(now);
		return patience.isZero() ? last.known() : read(last.credentials(), patience);
	}

	/** The credentials as the source gives them when it starts anew. */
	CompletableFuture<@Nullable TencentCloudCredentials> renew() {
		return this.renewing.run(() -> load(this.newSource));
	}

	private CompletableFuture<@Nullable TencentCloudCredentials> read() {
		return this.reading.run(() -> {
			this.started = this.clock.instant();
			return load(this.source);
		});
	}

	/** What is read, or else what is known already. */
	private CompletableFuture<@Nullable TencentCloudCredentials> read(TencentCloudCredentials known,
			Duration patience) {
		CompletableFuture<@Nullable TencentCloudCredentials> answer = new CompletableFuture<>();
		Time.Alarm alarm = this.time.alarm(patience.toNanos(), () -> answer.complete(known));
		read().whenComplete((credentials, error) -> {
			alarm.cancel();
			answer.complete((error != null) ? known : credentials);
		});
		return answer;
	}

	private CompletableFuture<@Nullable TencentCloudCredentials> load(Callable<TencentCloudCredentials> source) {
		CompletableFuture<@Nullable TencentCloudCredentials> loaded = new CompletableFuture<>();
		// The source may make calls as well.
		CredentialsLookup lookup = CredentialsLookup.current();
		this.threads.execute(() -> {
			Reading reading;
			try {
				reading = CredentialsLookup.during(lookup, () -> call(source));
			}
			catch (Throwable ex) {
				CredentialsException error = CredentialsException.of(Causes.unwrapped(ex));
				failed(error);
				loaded.completeExceptionally(error);
				return;
			}
			loaded.complete(reading.credentials());
		});
		return loaded;
	}

	private Reading call(Callable<TencentCloudCredentials> source) {
		try {
			this.oneAtATime.lockInterruptibly();
			try {
				Reading reading = new Reading(source.call(), this.clock.instant());
				this.last = reading;
				this.failure = null;
				return reading;
			}
			finally {
				this.oneAtATime.unlock();
			}
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

	private void failed(CredentialsException error) {
		this.failure = new Failure(error, this.clock.instant());
		if (this.last != null) {
			logger.warn("The credentials could not be read again ({}). The last ones, {}, stay in use.",
					UntrustedText
						.message(String.valueOf((error.getCause() != null) ? error.getCause() : error.getMessage())),
					this.last);
		}
	}

	private void readInBackground() {
		if (!this.reading.isRunning()) {
			read();
		}
	}

	/** A source that hangs must not cost each call the whole time. */
	private Duration patience(Instant now) {
		if (!this.reading.isRunning()) {
			return PATIENCE;
		}
		return Age.isBelow(PATIENCE, this.started, now) ? PATIENCE.minus(Duration.between(this.started, now))
				: Duration.ZERO;
	}

	/** What was read, and the same as those get it who need not wait. */
	private record Reading(TencentCloudCredentials credentials, Instant time,
			CompletableFuture<@Nullable TencentCloudCredentials> known) {

		Reading(TencentCloudCredentials credentials, Instant time) {
			this(credentials, time, CompletableFuture.completedFuture(credentials));
		}

		@Override
		public String toString() {
			return this.credentials + " of " + this.time;
		}

	}

	private record Failure(CredentialsException error, Instant time) {

	}

}
