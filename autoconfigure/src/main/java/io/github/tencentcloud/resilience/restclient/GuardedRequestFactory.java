package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.engine.AttemptLimit;

/**
 * Makes guarded requests of those that are meant for Tencent Cloud. All others are made
 * by the client's own factory, and pass unread.
 *
 * <p>
 * Guarded requests, and others that are signed here, go over factories of their own,
 * which are made when they are first needed. Where a read time-out is the longest
 * silence, there is one for each time-out of attempts that is configured, and it has that
 * read time-out. Where it is that of the whole exchange, streams of events would be cut
 * by it, so there is but one without.
 */
public final class GuardedRequestFactory implements ClientHttpRequestFactory, DisposableBean {

	/**
	 * Time-outs are configured, so there are but a few. Others have no client of their
	 * own.
	 */
	private static final int MAX_FACTORIES = 16;

	/** Stands for no time-out. */
	private static final Duration UNLIMITED = Duration.ZERO;

	/** Stands for the time-outs of the application's own, whatever they are. */
	private static final Duration PLAIN = Duration.ofNanos(-1);

	private final RestClientCalls calls;

	private final ClientHttpRequestFactory others;

	private final Function<@Nullable Duration, ClientHttpRequestFactory> maker;

	private final Supplier<ClientHttpRequestFactory> plainMaker;

	private final RequestSender sender;

	private final Map<Duration, ClientHttpRequestFactory> factories = new ConcurrentHashMap<>();

	/**
	 * Create the factory.
	 * @param calls finds out what becomes of each request
	 * @param others makes requests to other hosts
	 * @param maker makes a factory for guarded requests of the same kind, with the read
	 * time-out that is given, or {@code null} for none of ours
	 * @param plainMaker makes one for requests that are signed and not guarded: like that
	 * for others, but that it follows no redirect
	 * @param obeys whether what it makes has that read time-out for certain
	 * @param execution executes guarded requests
	 */
	public GuardedRequestFactory(RestClientCalls calls, ClientHttpRequestFactory others,
			Function<@Nullable Duration, ClientHttpRequestFactory> maker, Supplier<ClientHttpRequestFactory> plainMaker,
			boolean obeys, RequestExecution execution) {
		this.calls = calls;
		this.others = others;
		this.maker = maker;
		this.plainMaker = plainMaker;
		this.sender = new Sender(ClientKind.of(others), obeys, execution);
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
		return this.calls.covers(uri) ? new GuardedRequest(this.calls, this.sender, uri, method)
				: UndecidedRequest.of(this.calls, this.sender, this.others.createRequest(uri, method));
	}

	private ClientHttpRequestFactory factory(Duration readTimeout) {
		ClientHttpRequestFactory known = this.factories.get(readTimeout);
		if (known != null) {
			return known;
		}
		Duration bounded = (this.factories.size() < MAX_FACTORIES) ? readTimeout : UNLIMITED;
		return this.factories.computeIfAbsent(bounded,
				(duration) -> this.maker.apply((duration != UNLIMITED) ? duration : null));
	}

	private ClientHttpRequestFactory plain() {
		return this.factories.computeIfAbsent(PLAIN, (key) -> this.plainMaker.get());
	}

	@Override
	public void destroy() throws Exception {
		destroy(this.others);
		for (ClientHttpRequestFactory factory : this.factories.values()) {
			if (factory != this.others) {
				destroy(factory);
			}
		}
	}

	private static void destroy(ClientHttpRequestFactory factory) throws Exception {
		if (factory instanceof DisposableBean disposable) {
			disposable.destroy();
		}
		else if (factory instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

	private final class Sender implements RequestSender {

		private final ClientKind kind;

		private final boolean obeys;

		private final RequestExecution execution;

		Sender(ClientKind kind, boolean obeys, RequestExecution execution) {
			this.kind = kind;
			this.obeys = obeys;
			this.execution = execution;
		}

		@Override
		public ClientHttpResponse send(HttpRequest request, RequestBody body, AttemptLimit limit,
				Consumer<Runnable> canceller) throws IOException {
			this.execution.begin(canceller);
			Duration silence = this.kind.limitsSilence() ? limit.readTimeout() : null;
			ClientHttpRequest sent = copy(request, factory((silence != null) ? silence : UNLIMITED));
			body.writeOnce(sent, this.kind == ClientKind.HTTP_COMPONENTS);
			return this.execution.execute(sent, canceller);
		}

		@Override
		public ClientHttpResponse pass(HttpRequest request, RequestBody body, boolean signed) throws IOException {
			ClientHttpRequest sent = copy(request, signed ? plain() : GuardedRequestFactory.this.others);
			body.writeTo(sent);
			return sent.execute();
		}

		private static ClientHttpRequest copy(HttpRequest request, ClientHttpRequestFactory factory)
				throws IOException {
			ClientHttpRequest copy = factory.createRequest(request.getURI(), request.getMethod());
			HttpHeaders headers = copy.getHeaders();
			request.getHeaders().forEach(headers::put);
			copy.getAttributes().putAll(request.getAttributes());
			return copy;
		}

		@Override
		public boolean limitsSilence() {
			boolean all = GuardedRequestFactory.this.factories.size() < MAX_FACTORIES;
			return all && this.obeys && this.kind.limitsSilence();
		}

	}

}
