package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.client.RestClientException;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.blocking.BlockingCall;
import io.github.tencentcloud.resilience.blocking.Signing;
import io.github.tencentcloud.resilience.blocking.Transport;
import io.github.tencentcloud.resilience.blocking.WatchedCall;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.CallIdentifier;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.Endpoint;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.Plan;
import io.github.tencentcloud.resilience.engine.PreparedCall;
import io.github.tencentcloud.resilience.engine.RetrySafety;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.signing.BodyHash;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservations;

/**
 * Finds out what becomes of a request of Spring's blocking HTTP clients, and has it done.
 */
public class RestClientCalls {

	/** Marks a request that is guarded already. */
	private static final String GUARDED = RestClientCalls.class.getName();

	private final Supplier<@Nullable TargetHosts> hosts;

	private final CallIdentifier identifier;

	private final Supplier<@Nullable Engine> engines;

	/**
	 * Both suppliers are asked for each request, so they remember what they found. While
	 * one of them answers {@code null}, requests pass untouched.
	 * @param hosts tells which requests are meant
	 * @param engine is asked for requests that are meant
	 */
	public RestClientCalls(Supplier<@Nullable TargetHosts> hosts, Supplier<@Nullable Engine> engine) {
		this.hosts = hosts;
		this.identifier = new CallIdentifier(hosts);
		this.engines = engine;
	}

	/** Whether requests to this address are meant, whoever sends them. */
	boolean covers(URI uri) {
		TargetHosts hosts = this.hosts.get();
		return hosts != null && hosts.covers(uri);
	}

	/** Send a request, guarded if it is meant. */
	ClientHttpResponse execute(HttpRequest request, RequestBody body, RequestSender sender) throws IOException {
		Map<String, Object> attributes = TencentCloudScope.attributes(request.getAttributes());
		HttpRequestHead head = new HttpRequestHead(request, attributes);
		TencentCloudCall call = this.identifier.identify(head);
		GuardMark.see(request);
		Engine engine = (call != null && !attributes.containsKey(GUARDED)) ? this.engines.get() : null;
		if (call == null || engine == null) {
			return sender.pass(request, body, false);
		}
		Plan plan = engine.plan(call, head);
		Template template = new Template(request, plan.prepared(), body, sender);
		if (plan.isGuarded()) {
			Call begun = plan.guard(observation(plan, request), TencentCloudScope.deadline());
			return new GuardedResponse(
					new BlockingCall(begun, template.transport(begun.safety()), engine.timer()).run());
		}
		if (plan.isObserved()) {
			return new GuardedResponse(new WatchedCall(plan.observe(observation(plan, request)))
				.run(plan.prepared().uri(), () -> HttpReceived.of(template.send(), request.getMethod(), null)));
		}
		return template.send();
	}

	/** The client's own observation stands for the call, if there is one. */
	private static CallObservation observation(Plan plan, HttpRequest request) {
		CallObservations observations = plan.observations();
		Observation current = observations.current();
		return observations.start(plan.prepared().call(), current, current != null && isOf(request, current));
	}

	private static boolean isOf(HttpRequest request, Observation observation) {
		return observation.getContext() instanceof ClientRequestObservationContext context
				&& context.getCarrier() != null
				&& (context.getCarrier() == request || context.getCarrier().getURI().equals(request.getURI()));
	}

	/**
	 * What each attempt is a copy of.
	 *
	 * @param request what the caller wants to be sent
	 * @param prepared what it gets that it does not say itself
	 * @param body its body
	 * @param sender sends it
	 */
	private record Template(HttpRequest request, PreparedCall prepared, RequestBody body, RequestSender sender) {

		Transport transport(RetrySafety safety) {
			return new Transport() {

				@Override
				public HttpReceived send(Attempt attempt, Consumer<Runnable> canceller) throws IOException {
					AtomicReference<@Nullable Runnable> cancel = new AtomicReference<>();
					return HttpReceived.of(Template.this.send(attempt, safety, (way) -> {
						cancel.set(way);
						canceller.accept(way);
					}), Template.this.request.getMethod(), cancel.get());
				}

				@Override
				public boolean limitsSilence() {
					return Template.this.sender.limitsSilence();
				}

			};
		}

		/** Sends it once, when no attempts are made. */
		ClientHttpResponse send() throws IOException {
			OutgoingRequest outgoing = copy(this.prepared.uri());
			CallSignature signature = this.prepared.signature();
			return (signature != null && isUnsigned(outgoing, signature))
					? this.sender.pass(signed(outgoing, signature, null), this.body, true)
					: this.sender.pass(outgoing, this.body, false);
		}

		private ClientHttpResponse send(Attempt attempt, RetrySafety safety, Consumer<Runnable> canceller)
				throws IOException {
			OutgoingRequest outgoing;
			AttemptLimit limit = attempt.limit();
			try {
				outgoing = outgoing(attempt.endpoint());
				byte[] bytes = this.body.bytes();
				safety.writing(bytes);
			}
			catch (IOException | RuntimeException ex) {
				throw new Transport.RequestFault(ex);
			}
			limit.expectsStream(() -> isStreamExpected(outgoing.headers()));
			attempt.observation().headers().forEach(outgoing.headers()::set);
			CallSignature signature = attempt.endpoint().signature();
			OutgoingRequest signed = (signature != null && isUnsigned(outgoing, signature))
					? signed(outgoing, signature, limit) : outgoing;
			try {
				return this.sender.send(signed, this.body, limit, canceller);
			}
			catch (RestClientException ex) {
				// No client throws it here: an interceptor has called somebody else.
				throw new Transport.RequestFault(ex);
			}
		}

		private static boolean isStreamExpected(HttpHeaders headers) {
			return headers.getOrEmpty(HttpHeaders.ACCEPT)
				.stream()
				.anyMatch((accepted) -> accepted.contains("text/event-stream"));
		}

		private OutgoingRequest outgoing(Endpoint endpoint) {
			OutgoingRequest outgoing = copy(endpoint.uri());
			if (!endpoint.original()) {
				// A Host was meant for the first one.
				outgoing.headers().remove(HttpHeaders.HOST);
			}
			return outgoing;
		}

		private OutgoingRequest copy(URI uri) {
			HttpHeaders headers = new HttpHeaders();
			// What a filter adds to the values of one attempt is not for the others.
			this.request.getHeaders().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
			this.prepared.applyTo(headers::set, headers::remove);
			Map<String, Object> attributes = new HashMap<>(this.request.getAttributes());
			attributes.put(GUARDED, true);
			return new OutgoingRequest(this.request.getMethod(), uri, headers, attributes);
		}

		/** Whether it is to be signed here. */
		private static boolean isUnsigned(OutgoingRequest outgoing, CallSignature signature) {
			return signature.accepts(outgoing.uri(), outgoing.headers().getFirst(HttpHeaders.AUTHORIZATION));
		}

		private OutgoingRequest signed(OutgoingRequest outgoing, CallSignature signature, @Nullable AttemptLimit limit)
				throws IOException {
			HttpHeaders headers = outgoing.headers();
			OutgoingRequest sorted = outgoing.method().equals(HttpMethod.GET) ? new OutgoingRequest(outgoing.method(),
					RequestSigner.sortedQuery(outgoing.uri()), headers, outgoing.attributes()) : outgoing;
			String hash = signature.coversBody() ? BodyHash.of(ByteBuffer.wrap(this.body.bytes())) : BodyHash.EMPTY;
			// Converters say what they write, so nobody knows any more whether the caller
			// did.
			Signing.sign(signature,
					new UnsignedRequest(sorted.method().name(), sorted.uri(), headers::getFirst, false, hash), limit,
					headers::set);
			return sorted;
		}

	}

}
