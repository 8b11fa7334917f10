package io.github.tencentcloud.resilience.engine;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * What whoever drives a call does next.
 */
public sealed interface Step {

	/**
	 * Wait, then ask {@link Call#next()}. What comes of it, and whether it came in time,
	 * is the call's concern.
	 *
	 * @param until completes, in whatever way, when there is nothing left to wait for
	 * @param nanos how long to wait at the most
	 * @param repeating whether the response of the last attempt, if there is one, is not
	 * for the caller any more, so that it can be let go meanwhile
	 */
	record Wait(CompletableFuture<?> until, long nanos, boolean repeating) implements Step {

	}

	/**
	 * Send the request, have its answer judged, and tell {@link Call#ended} or
	 * {@link Call#released} of it.
	 *
	 * @param attempt the attempt that this is
	 */
	record Send(Attempt attempt) implements Step {

	}

	/**
	 * Give the caller the response of the last attempt.
	 *
	 * @param answer what it came to
	 * @param failure what exceptions that are made of the response can be asked for, or
	 * {@code null} if it is a success
	 */
	record Deliver(Answer answer, @Nullable TencentCloudFailure failure) implements Step {

	}

	/**
	 * Give the caller an error.
	 *
	 * @param error the error, with all that is known of the call
	 */
	record Fail(Throwable error) implements Step {

	}

}
