package io.github.tencentcloud.resilience.webclient;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.util.ClassUtils;

/**
 * Captures the context of callers' threads. The MDC is captured separately: the first
 * attempt has it without being registered with Micrometer, so later ones must, too.
 */
final class CallerContextFactory {

	private static final Logger logger = LoggerFactory.getLogger(CallerContextFactory.class);

	private final @Nullable Snapshots snapshots = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
			CallerContextFactory.class.getClassLoader()) ? new Snapshots() : null;

	private final AtomicBoolean warned = new AtomicBoolean();

	CallerContext capture() {
		CallerContext mdc = mdc(MDC.getCopyOfContextMap());
		CallerContext snapshot = (this.snapshots != null) ? this.snapshots.capture(this) : null;
		return (mdc != null) ? mdc.around(snapshot) : (snapshot != null) ? snapshot : CallerContext.EMPTY;
	}

	private static @Nullable CallerContext mdc(@Nullable Map<String, String> entries) {
		return (entries == null || entries.isEmpty()) ? null : (work) -> {
			Map<String, String> before = MDC.getCopyOfContextMap();
			MDC.setContextMap(entries);
			try {
				work.run();
			}
			finally {
				if (before != null) {
					MDC.setContextMap(before);
				}
				else {
					MDC.clear();
				}
			}
		};
	}

	/** Somebody's thread-local accessor has thrown. */
	private void failed(RuntimeException fault) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Calls to Tencent Cloud go on, but the context of the caller's thread cannot be propagated to "
					+ "their later attempts; this is logged once", fault);
		}
	}

	/** A class of its own, since Micrometer's context propagation is optional. */
	private static final class Snapshots {

		private final ContextSnapshotFactory factory = ContextSnapshotFactory.builder().build();

		@Nullable CallerContext capture(CallerContextFactory contexts) {
			try {
				ContextSnapshot snapshot = this.factory.captureAll();
				return (work) -> run(snapshot, work, contexts);
			}
			catch (RuntimeException ex) {
				contexts.failed(ex);
				return null;
			}
		}

		private static void run(ContextSnapshot snapshot, Runnable work, CallerContextFactory contexts) {
			ContextSnapshot.Scope scope = null;
			try {
				scope = snapshot.setThreadLocals();
			}
			catch (RuntimeException ex) {
				contexts.failed(ex);
			}
			try {
				work.run();
			}
			finally {
				close(scope, contexts);
			}
		}

		private static void close(ContextSnapshot.@Nullable Scope scope, CallerContextFactory contexts) {
			try {
				if (scope != null) {
					scope.close();
				}
			}
			catch (RuntimeException ex) {
				contexts.failed(ex);
			}
		}

	}

}
