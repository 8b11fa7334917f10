package io.github.tencentcloud.resilience.webclient;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.CallIdentifier;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.Plan;
import io.github.tencentcloud.resilience.engine.PreparedCall;
import io.github.tencentcloud.resilience.engine.RequestHead;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.telemetry.CallObservation;

/**
 * Makes failed calls to Tencent Cloud API 3.0 visible, and repeats, short-circuits or
 * fails them by the error code in the body. Requests to other hosts pass untouched,
 * except those of annotated interfaces.
 *
 * <p>
 * Every {@code WebClient.Builder} that Spring Boot configures has this filter already.
 * For a client built by hand, inject it and add it as the outermost filter. If added
 * twice, it acts once.
 */
public class TencentCloudResilienceFilter implements ExchangeFilterFunction {

	/** Marks a request that is already guarded. */
	private static final String GUARDED = TencentCloudResilienceFilter.class.getName();

	private final CallIdentifier identifier;

	private final Supplier<@Nullable Engine> engines;

	private final WebClientParts parts = new WebClientParts();

	/**
	 * Create a filter that looks up its collaborators when there is a request, so that
	 * they may themselves use a client that has this filter. Both suppliers are called
	 * for each request, so they should cache their result. While one of them returns
	 * {@code null}, requests pass untouched.
	 * @param hosts decides which requests are guarded
	 * @param engine supplies the engine for those requests
	 */
	public TencentCloudResilienceFilter(Supplier<@Nullable TargetHosts> hosts, Supplier<@Nullable Engine> engine) {
		this.identifier = new CallIdentifier(hosts);
		this.engines = engine;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		RequestHead head = new ClientRequestHead(request);
		TencentCloudCall call = this.identifier.identify(head);
		Engine engine = (call != null && !request.attributes().containsKey(GUARDED)) ? this.engines.get() : null;
		if (call == null || engine == null) {
			return next.exchange(request);
		}
		Plan plan = engine.plan(call, head);
		if (plan.isGuarded()) {
			ClientRequest prepared = prepared(plan, ClientRequestWrapper.withAttribute(request, GUARDED));
			return Mono.deferContextual((context) -> {
				Call begun = plan.guard(observation(plan, context), MonotonicDeadline.left(context));
				return new CallDriver(begun, engine.timer(), this.parts, prepared, next).run();
			});
		}
		if (plan.isObserved()) {
			ClientRequest signed = signed(plan, ClientRequestWrapper.withAttribute(request, GUARDED));
			return Mono.deferContextual(
					(context) -> new ObservedExchange(plan.observe(observation(plan, context)), signed).run(next));
		}
		return next.exchange(signed(plan, request));
	}

	private static ClientRequest signed(Plan plan, ClientRequest request) {
		return CallDriver.signed(prepared(plan, request), plan.prepared().signature());
	}

	private static CallObservation observation(Plan plan, ContextView context) {
		return ReactorObservations.start(plan.observations(), plan.prepared().call(), context);
	}

	private static ClientRequest prepared(Plan plan, ClientRequest request) {
		PreparedCall prepared = plan.prepared();
		if (prepared.headers().isEmpty()) {
			return request;
		}
		return ClientRequest.from(request)
			.url(prepared.uri())
			.headers((headers) -> prepared.applyTo(headers::set, headers::remove))
			.build();
	}

}
