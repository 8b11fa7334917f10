package io.github.tencentcloud.resilience.engine;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * What the driver of a call does next.
 */
public sealed interface Step {

	/**
	 * Wait, then call {@link Call#next()}. How the wait ended, and whether in time, is
	 * the call's concern.
	 *
	 * @param until completes, normally or not, when there is nothing left to wait for
	 * @param nanos how long to wait at most
	 * @param repeating whether the response of the last attempt, if there is one, is no
	 * longer for the caller, so that it can be discarded meanwhile
	 */
	record Wait(CompletableFuture<?> until, long nanos, boolean repeating) implements Step {

	}

	/**
	 * Send the request, have its answer judged, and report it to {@link Call#ended} or
	 * {@link Call#released}.
	 *
	 * @param attempt the attempt
	 */
	record Send(Attempt attempt) implements Step {

	}

	/**
	 * Give the caller the response of the last attempt.
	 *
	 * @param answer its result
	 * @param failure the failure that can be found in exceptions made from the response,
	 * or {@code null} for a success
	 */
	record Deliver(Answer answer, @Nullable TencentCloudFailure failure) implements Step {

	}

	/**
	 * Give the caller an error.
	 *
	 * @param error the error, with everything known about the call
	 */
	record Fail(Throwable error) implements Step {

	}

}
