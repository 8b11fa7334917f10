package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;

/**
 * The endpoints that one call may be sent to: its own, and those it fails over to. Each
 * attempt goes to the first whose breaker permits it. The call's own endpoint comes
 * first, so it gets its half-open probes, and traffic again as soon as it has recovered.
 * Only after an error of an endpoint does the next attempt start with the one after it.
 */
final class Endpoints {

	private final TencentCloudCall call;

	private final URI uri;

	private final CircuitBreakers breakers;

	private final @Nullable FailOver failOver;

	/** The call's own comes first; the others are created when needed. */
	private final @Nullable Endpoint[] endpoints;

	private int first;

	private int current;

	/** Time has passed since the breakers were looked up. */
	private boolean stale;

	/**
	 * Create the endpoints of a call.
	 * @param prepared the call
	 * @param breakers finds the breaker of each endpoint
	 */
	Endpoints(PreparedCall prepared, CircuitBreakers breakers) {
		this.call = prepared.call();
		this.uri = prepared.uri();
		this.breakers = breakers;
		this.failOver = prepared.failOver();
		List<String> others = (this.failOver != null) ? this.failOver.hosts() : List.of();
		this.endpoints = new Endpoint[1 + others.size()];
		this.endpoints[0] = new Endpoint(this.uri, true, prepared.signature(), breakers.of(this.call));
	}

	/**
	 * Find an endpoint for the next attempt, and take its breaker's permission.
	 * @return the endpoint, or {@code null} if all breakers are open
	 */
	@Nullable Endpoint next() {
		for (int i = 0; i < this.endpoints.length; i++) {
			int candidate = (this.first + i) % this.endpoints.length;
			Endpoint endpoint = endpoint(candidate);
			if (endpoint.tryAcquirePermission()) {
				this.current = candidate;
				return endpoint;
			}
		}
		return null;
	}

	/**
	 * Whether it is already certain that no breaker permits the next attempt, so that it
	 * need not wait for its turn first. A breaker whose open time is over goes half-open
	 * when asked; its permission is given back, since it is needed later, and not while
	 * waiting.
	 */
	boolean allRefuse() {
		if (this.stale) {
			this.stale = false;
			refresh();
		}
		for (int i = 0; i < this.endpoints.length; i++) {
			if (!endpoint(i).isOpen()) {
				return false;
			}
		}
		for (int i = 0; i < this.endpoints.length; i++) {
			if (endpoint(i).tryAcquirePermission()) {
				Objects.requireNonNull(endpoint(i).permit()).release();
				return false;
			}
		}
		return true;
	}

	/**
	 * The last attempt is over. If its endpoint was to blame, the next attempt tries
	 * another one first; otherwise it starts with the call's own again.
	 */
	void ended(boolean unhealthy) {
		this.first = unhealthy ? this.current + 1 : 0;
		this.stale = true;
	}

	/** Why the call cannot be sent anywhere. */
	CallNotPermittedException refusal() {
		return Objects.requireNonNull(endpoint(0).breaker()).refusal();
	}

	private Endpoint endpoint(int index) {
		Endpoint endpoint = this.endpoints[index];
		if (endpoint == null) {
			endpoint = other(Objects.requireNonNull(this.failOver), index);
			this.endpoints[index] = endpoint;
		}
		return endpoint;
	}

	/** A breaker may have been replaced or removed in its registry in the meantime. */
	private void refresh() {
		for (int i = 0; i < this.endpoints.length; i++) {
			Endpoint endpoint = this.endpoints[i];
			if (endpoint != null) {
				this.endpoints[i] = endpoint.with(this.breakers.of(call(i)));
			}
		}
	}

	private TencentCloudCall call(int index) {
		return (index == 0) ? this.call : this.call.at(Objects.requireNonNull(this.failOver).hosts().get(index - 1));
	}

	private Endpoint other(FailOver failOver, int index) {
		TencentCloudCall call = call(index);
		return new Endpoint(Endpoint.at(this.uri, call.host()), false, failOver.signature(call),
				this.breakers.of(call));
	}

}
