package io.github.tencentcloud.resilience.client;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.metrics.CallMeters;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;

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
		this.identifier = new CallIdentifier(hosts);
		this.engine = new ResilienceEngine(settings, policies, idempotency, breakers, meters, holdBack,
				new ResendingConnectors());
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		TencentCloudCall call = this.identifier.identify(request);
		if (call == null || request.attributes().containsKey(GUARDED)) {
			return next.exchange(request);
		}
		CallSettings settings = this.engine.settings().settings(call.product(), call.action());
		ClientRequest marked = ClientRequest.from(request).attribute(GUARDED, true).build();
		return switch (settings.mode()) {
			case OFF -> next.exchange(request);
			case OBSERVE -> Mono.defer(() -> observed(call).run(marked, next));
			case ENFORCE -> Mono.defer(() -> guarded(call, settings, marked, next).attempt());
		};
	}

	private ObservedCall observed(TencentCloudCall call) {
		return new ObservedCall(new CallLog(call, this.engine.policies(), this.engine.meters()));
	}

	private GuardedCall guarded(TencentCloudCall call, CallSettings settings, ClientRequest request,
			ExchangeFunction next) {
		CallOptions options = CallOptions.of(call, request.attributes(), settings, this.engine.idempotency());
		return new GuardedCall(this.engine, call, options, request, next);
	}

}
