package io.github.tencentcloud.resilience.client;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.github.tencentcloud.resilience.metrics.CallMeters;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;
import io.github.tencentcloud.resilience.throttle.Throttling;

/**
 * Makes calls to Tencent Cloud API 3.0 fail visibly, and repeats, short-circuits or fails
 * them by the error code in the body. Requests to other hosts pass untouched.
 *
 * <p>
 * Every {@code WebClient.Builder} that Spring Boot configures has this filter already.
 * For a client built by hand, inject it and add it as the outermost filter. Added twice
 * it acts once.
 */
public final class TencentCloudResilienceFilter implements ExchangeFilterFunction {

	/** Marks a request that is guarded already. */
	private static final String GUARDED = TencentCloudResilienceFilter.class.getName();

	private final CallIdentifier identifier;

	private final CallPreparation preparation;

	private final ResilienceEngine engine;

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
		this(hosts, settings, policies, idempotency, breakers, CallInstruments.of(meters), holdBack,
				(product) -> ProductDefaults.NONE, null, Throttling.none());
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
		this.identifier = new CallIdentifier(hosts);
		this.preparation = new CallPreparation(defaults, signing);
		this.engine = new ResilienceEngine(settings, policies, idempotency, breakers, instruments, throttling, holdBack,
				new ResendingConnectors(), new AttemptTimers());
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		TencentCloudCall call = this.identifier.identify(request);
		if (call == null || request.attributes().containsKey(GUARDED)) {
			return next.exchange(request);
		}
		CallSettings settings = this.engine.settings().settings(call.product(), call.action());
		if (settings.mode() == Mode.OFF) {
			return next.exchange(this.preparation.prepare(call, request).signedRequest());
		}
		CallPreparation.Prepared prepared = this.preparation.prepare(call, RequestView.marked(request, GUARDED));
		if (settings.mode() == Mode.OBSERVE) {
			return Mono.deferContextual(
					(context) -> observed(prepared.call(), settings, context).run(prepared.signedRequest(), next));
		}
		return Mono.deferContextual((context) -> guarded(prepared, settings, context, next).attempt());
	}

	private ObservedCall observed(TencentCloudCall call, CallSettings settings, ContextView context) {
		return new ObservedCall(this.engine.log(call, context), settings.items());
	}

	private GuardedCall guarded(CallPreparation.Prepared prepared, CallSettings settings, ContextView context,
			ExchangeFunction next) {
		CallOptions options = CallOptions.of(prepared.call(), prepared.request().attributes(), context, settings,
				this.engine.idempotency());
		return new GuardedCall(this.engine, prepared, options, this.engine.log(prepared.call(), context), next);
	}

}
