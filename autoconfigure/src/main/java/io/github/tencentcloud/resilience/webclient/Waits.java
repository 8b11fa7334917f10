package io.github.tencentcloud.resilience.webclient;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tencentcloud.resilience.Time;

/**
 * Waits by the clock of calls, and continues on one of Reactor's threads, since an
 * alarm's thread is shared.
 */
final class Waits {

	private Waits() {
	}

	/** Complete after some time. */
	static Mono<Void> on(Time time, long nanos) {
		return alarm(time, nanos).then(elsewhere());
	}

	/**
	 * Continue on one of Reactor's threads. Unlike {@code publishOn}, it leaves that
	 * thread alone once it goes on: whoever cancels does not interrupt it.
	 */
	static Mono<Void> elsewhere() {
		return Mono.create((sink) -> Schedulers.parallel().schedule(sink::success));
	}

	/** The same on the alarm's thread, for short work. */
	static Mono<Void> alarm(Time time, long nanos) {
		return Mono.create((sink) -> {
			Time.Alarm alarm = time.alarm(nanos, sink::success);
			sink.onCancel(alarm::cancel);
		});
	}

}
