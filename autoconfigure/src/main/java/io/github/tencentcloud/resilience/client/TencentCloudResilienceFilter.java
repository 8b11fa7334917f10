package io.github.tencentcloud.resilience.client;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.StreamForms;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.throttle.Throttling;

/**
 * Makes calls to Tencent Cloud API 3.0 fail visibly, and repeats, short-circuits or fails
 * them by the error code in the body. Requests to other hosts pass untouched.
 *
 * <p>
 * Every {@code WebClient.Builder} that Spring Boot configures has this filter already.
 * For a client built by hand, inject it and add it as the outermost filter. Added twice
 * it acts once.
 *
 * <p>
 * When the application stops, calls that wait for their turn, or to be tried again, end
 * with their last error. From then on calls are sent once, and do not wait.
 */
public class TencentCloudResilienceFilter implements ExchangeFilterFunction, SmartLifecycle, AutoCloseable {

	/**
	 * Stops after the web server, whose last requests may still need it, and before the
	 * HTTP client's resources.
	 */
	private static final int PHASE = 1024;

	/** Marks a request that is guarded already. */
	private static final String GUARDED = TencentCloudResilienceFilter.class.getName();

	private final CallIdentifier identifier;

	private final Supplier<@Nullable Core> cores;

	private final ResendingConnectors connectors = new ResendingConnectors();

	private final AttemptTimers timers = new AttemptTimers();

	private final FaultLog faults = new FaultLog(new ReactorTime());

	private final CallerContexts callers = new CallerContexts();

	private final StreamForms streams = StreamForms.load();

	private final WaitingCalls waiting = new WaitingCalls();

	private volatile @Nullable Parts parts;

	/**
	 * Create the filter.
	 * @param hosts tells which requests are meant
	 * @param settings the settings of each action
	 * @param policies finds the policy of a code
	 * @param idempotency knows which actions only read
	 * @param breakers finds the circuit breaker of a call
	 * @param meters measures
	 * @param holdBack how many bytes of a body are held back until it is judged
	 */
	public TencentCloudResilienceFilter(TargetHosts hosts, CallSettingsSource settings, PolicyResolver policies,
			Idempotency idempotency, CircuitBreakers breakers, CallMeters meters, long holdBack) {
		this(hosts, settings, policies, idempotency, breakers, CallInstruments.of(meters, new ReactorTime()), holdBack,
				(product) -> ProductDefaults.NONE, null, Throttling.none(new ReactorTime()));
	}

	/**
	 * Create a filter that also completes and signs requests.
	 * @param hosts tells which requests are meant
	 * @param settings the settings of each action
	 * @param policies finds the policy of a code
	 * @param idempotency knows which actions only read
	 * @param breakers finds the circuit breaker of a call
	 * @param instruments look on
	 * @param holdBack how many bytes of a body are held back until it is judged
	 * @param defaults what requests to a product get where they do not say it themselves
	 * @param signing signs requests, or {@code null} if somebody else does
	 * @param throttling keeps calls from doing harm
	 */
	public TencentCloudResilienceFilter(TargetHosts hosts, CallSettingsSource settings, PolicyResolver policies,
			Idempotency idempotency, CircuitBreakers breakers, CallInstruments instruments, long holdBack,
			Function<String, ProductDefaults> defaults, @Nullable CallSigning signing, Throttling throttling) {
		this(() -> hosts, constant(new Core(settings, policies, idempotency, breakers, instruments, holdBack, defaults,
				signing, throttling)));
	}

	private TencentCloudResilienceFilter(Supplier<@Nullable TargetHosts> hosts, Supplier<@Nullable Core> cores) {
		this.identifier = new CallIdentifier(hosts);
		this.cores = cores;
	}

	private static Supplier<@Nullable Core> constant(Core core) {
		return () -> core;
	}

	/**
	 * Create a filter that asks for what it works with when there is a request, so that
	 * all of it may itself be made with a client that has this filter. Both suppliers are
	 * asked for each request, so they remember what they found. While one of them answers
	 * {@code null}, requests pass untouched.
	 * @param hosts tells which requests are meant
	 * @param core is asked for requests that are meant
	 * @return the filter
	 */
	public static TencentCloudResilienceFilter deferred(Supplier<@Nullable TargetHosts> hosts,
			Supplier<@Nullable Core> core) {
		return new TencentCloudResilienceFilter(hosts, core);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		TencentCloudCall call = this.identifier.identify(request);
		if (call == null || request.attributes().containsKey(GUARDED)) {
			return next.exchange(request);
		}
		Parts parts = parts();
		if (parts == null) {
			return next.exchange(request);
		}
		CallSettings settings = parts.core().settings().settings(call.product(), call.action());
		boolean judged = settings.mode() == Mode.ENFORCE || CallOptions.isJudgedAnyway(request.attributes(), settings);
		if (settings.mode() == Mode.OFF && !judged) {
			return next.exchange(parts.preparation().prepare(call, request).signedRequest());
		}
		CallPreparation.Prepared prepared = parts.preparation().prepare(call, RequestView.marked(request, GUARDED));
		ResilienceEngine engine = parts.engine(settings.mode());
		if (!judged) {
			return Mono.deferContextual((context) -> observed(engine, prepared.call(), settings, context)
				.run(prepared.signedRequest(), next));
		}
		return Mono.deferContextual((context) -> guarded(engine, prepared, settings, context, next).run());
	}

	private @Nullable Parts parts() {
		Core core = this.cores.get();
		if (core == null) {
			return null;
		}
		Parts parts = this.parts;
		if (parts == null || parts.core() != core) {
			ResilienceEngine enforcing = new ResilienceEngine(Mode.ENFORCE, core.settings(), core.policies(),
					core.idempotency(), core.breakers(), core.instruments(), core.throttling(), core.holdBack(),
					this.connectors, this.timers, this.faults, this.callers, this.streams, this.waiting);
			parts = new Parts(core, new CallPreparation(core.defaults(), core.signing(), this.identifier::covers),
					enforcing, enforcing.judging(Mode.OBSERVE), enforcing.judging(Mode.OFF));
			this.parts = parts;
		}
		return parts;
	}

	private static ObservedCall observed(ResilienceEngine engine, TencentCloudCall call, CallSettings settings,
			ContextView context) {
		CallLog log = engine.log(call, context);
		return new ObservedCall(log, new ItemAudit(settings.items(), log, engine.streams()), engine.holdBack(),
				engine.faults());
	}

	private static CallDriver guarded(ResilienceEngine engine, CallPreparation.Prepared prepared, CallSettings settings,
			ContextView context, ExchangeFunction next) {
		CallOptions options = CallOptions.of(prepared.call(), prepared.request().attributes(), context, settings,
				engine.idempotency());
		RepeatSafety safety = new RepeatSafety(options.idempotent(), engine.connectors());
		Call call = new Call(engine, prepared, options, engine.log(prepared.call(), context), safety);
		return new CallDriver(call, engine, safety.watch(prepared.request()), next);
	}

	@Override
	public void start() {
		this.waiting.open();
	}

	@Override
	public void stop() {
		this.waiting.close();
	}

	/** What callers do next is not for the thread that stops the application. */
	@Override
	public void stop(Runnable callback) {
		Runnable stop = () -> {
			stop();
			callback.run();
		};
		try {
			Schedulers.parallel().schedule(stop);
		}
		catch (RejectedExecutionException ex) {
			stop.run();
		}
	}

	@Override
	public boolean isRunning() {
		return this.waiting.isOpen();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * What the filter works with.
	 *
	 * @param settings the settings of each action
	 * @param policies finds the policy of a code
	 * @param idempotency knows which actions only read
	 * @param breakers finds the circuit breaker of a call
	 * @param instruments look on
	 * @param holdBack how many bytes of a body are held back until it is judged
	 * @param defaults what requests to a product get where they do not say it themselves
	 * @param signing signs requests, or {@code null} if somebody else does
	 * @param throttling keeps calls from doing harm
	 */
	public record Core(CallSettingsSource settings, PolicyResolver policies, Idempotency idempotency,
			CircuitBreakers breakers, CallInstruments instruments, long holdBack,
			Function<String, ProductDefaults> defaults, @Nullable CallSigning signing, Throttling throttling) {

	}

	/** What is made of a core, once. */
	private record Parts(Core core, CallPreparation preparation, ResilienceEngine enforcing, ResilienceEngine observing,
			ResilienceEngine off) {

		ResilienceEngine engine(Mode mode) {
			return switch (mode) {
				case ENFORCE -> this.enforcing;
				case OBSERVE -> this.observing;
				case OFF -> this.off;
			};
		}

	}

}
