package io.github.tencentcloud.resilience.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks once a second what is new, and tells every browser. However many of them watch,
 * and however slowly they read, there is one look a second, and a short queue for each.
 * It stops before the web server does, which would wait for open streams.
 */
@Component
class LiveFeed implements SmartLifecycle {

	/** How many seconds are kept for a browser that comes later. */
	static final int SECONDS = 60;

	/** How many calls are kept for it, and told of a single second at most. */
	static final int CALLS = 50;

	/** How many seconds a slow browser may lag behind before it misses some. */
	static final int QUEUE = 10;

	private static final Logger logger = LoggerFactory.getLogger(LiveFeed.class);

	private final Readings readings;

	private final Scheduler scheduler;

	private final Newest<FinishedCall> fresh = new Newest<>(CALLS);

	private final Newest<FinishedCall> calls = new Newest<>(CALLS);

	private final Newest<Second> seconds = new Newest<>(SECONDS);

	private Totals totals = Totals.ZERO;

	private volatile Update state;

	/** The latest update is repeated to whoever subscribes between two of them. */
	private volatile Sinks.Many<Update> updates = Sinks.many().replay().latest();

	private volatile @Nullable Disposable ticking;

	@Autowired
	LiveFeed(Readings readings) {
		this(readings, Schedulers.parallel());
	}

	LiveFeed(Readings readings, Scheduler scheduler) {
		this.readings = readings;
		this.scheduler = scheduler;
		this.state = new Update(0, readings.scenario(), readings.guard(), List.of(), List.of(), List.of());
	}

	/**
	 * A call has ended. Never blocks.
	 * @param call the call
	 */
	void ended(FinishedCall call) {
		this.fresh.add(call);
	}

	/**
	 * All that a browser needs to begin with.
	 * @return what was new within the last minute
	 */
	Update state() {
		return this.state;
	}

	/**
	 * What is new, once a second, until the application stops.
	 * @return the updates; the first may be one that the state holds already
	 */
	Flux<Update> updates() {
		return Flux.defer(() -> this.updates.asFlux()).onBackpressureBuffer(QUEUE, BufferOverflowStrategy.DROP_OLDEST);
	}

	/** How many browsers watch. */
	int browsers() {
		return this.updates.currentSubscriberCount();
	}

	private void tick() {
		try {
			look();
		}
		catch (RuntimeException ex) {
			logger.warn("The page has missed a second", ex);
		}
	}

	private void look() {
		Totals now = this.readings.totals();
		Second second = now.since(this.totals, this.scheduler.now(TimeUnit.MILLISECONDS), this.readings.seen());
		this.totals = now;
		List<FinishedCall> ended = this.fresh.drain();
		this.seconds.add(second);
		this.calls.addAll(ended);
		Update update = new Update(this.state.number() + 1, this.readings.scenario(), this.readings.guard(),
				this.readings.breakers(), List.of(second), ended);
		this.state = new Update(update.number(), update.scenario(), update.guard(), update.breakers(),
				this.seconds.list(), this.calls.list());
		this.updates.tryEmitNext(update);
	}

	@Override
	public void start() {
		Sinks.Many<Update> before = this.updates;
		this.updates = Sinks.many().replay().latest();
		// The web server has been up for a moment; who came that early comes again.
		before.tryEmitComplete();
		this.ticking = this.scheduler.schedulePeriodically(this::tick, 1, 1, TimeUnit.SECONDS);
	}

	@Override
	public void stop() {
		Disposable ticking = this.ticking;
		if (ticking != null) {
			ticking.dispose();
			this.ticking = null;
		}
		this.updates.emitComplete(Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
	}

	@Override
	public boolean isRunning() {
		return this.ticking != null;
	}

}
