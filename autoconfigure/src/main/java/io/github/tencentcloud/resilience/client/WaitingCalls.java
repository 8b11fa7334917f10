package io.github.tencentcloud.resilience.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The calls that wait for something at the moment, be it their turn or the time to try
 * again. When the application stops, there is nothing left to wait for: their waits end,
 * and no new ones begin.
 */
final class WaitingCalls {

	private final Set<Sinks.Empty<Void>> waits = ConcurrentHashMap.newKeySet();

	private volatile boolean open = true;

	boolean isOpen() {
		return this.open;
	}

	void open() {
		this.open = true;
	}

	/** From now on nobody waits. */
	void close() {
		this.open = false;
		this.waits.forEach(Sinks.Empty::tryEmitEmpty);
	}

	/**
	 * A wait that does not outlast the application.
	 * @param <T> the type of what is waited for
	 * @param wait what is waited for; is cancelled when the application stops
	 * @param instead what comes then in its place
	 * @return one of them
	 */
	<T> Mono<T> orStop(Mono<T> wait, Mono<T> instead) {
		return Mono.firstWithSignal(wait, stop().then(instead));
	}

	private Mono<Void> stop() {
		return Mono.defer(() -> {
			Sinks.Empty<Void> stop = Sinks.empty();
			this.waits.add(stop);
			if (!this.open) {
				stop.tryEmitEmpty();
			}
			return stop.asMono().doFinally((signal) -> this.waits.remove(stop));
		});
	}

}
