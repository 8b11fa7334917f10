package io.github.tencentcloud.resilience.webclient;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.tencentcloud.resilience.Time;

/**
 * Waits by the time that calls run by, and goes on by a thread of Reactor's: that of an
 * alarm is one that others wait for too.
 */
final class Waits {

	private Waits() {
	}

	/** Complete when so much time has gone by. */
	static Mono<Void> on(Time time, long nanos) {
		return alarm(time, nanos).publishOn(Schedulers.parallel());
	}

	/** The same on the thread of the alarm, for what is short. */
	static Mono<Void> alarm(Time time, long nanos) {
		return Mono.create((sink) -> {
			Time.Alarm alarm = time.alarm(nanos, sink::success);
			sink.onCancel(alarm::cancel);
		});
	}

}
