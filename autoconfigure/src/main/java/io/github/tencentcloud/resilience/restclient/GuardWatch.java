package io.github.tencentcloud.resilience.restclient;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInitializer;

/**
 * Notices that a client calls Tencent Cloud over a request factory that is not ours. An
 * initializer sees each request without changing how it is sent.
 *
 * <p>
 * A request of one of Spring's own factories is reported at once. Where there are
 * interceptors, the request behind them is made only later. So this one gets a
 * {@link GuardMark}. If the guard has not seen it for a minute, that is reported with the
 * next request; once it has, there is no need for further ones.
 */
public final class GuardWatch implements ClientHttpRequestInitializer {

	private static final long LONG_ENOUGH = TimeUnit.MINUTES.toNanos(1);

	private static final String SPRING = "org.springframework.http.client.";

	/** What Spring's factories make. */
	private static final Set<String> UNGUARDED = Set.of(SPRING + "SimpleClientHttpRequest",
			SPRING + "JdkClientHttpRequest", SPRING + "HttpComponentsClientHttpRequest",
			SPRING + "JettyClientHttpRequest", SPRING + "ReactorClientHttpRequest");

	/** Made around a request that is there already, which it does not show. */
	private static final String BUFFERING = SPRING + "BufferingClientHttpRequestWrapper";

	private final String client;

	private final RestClientCalls calls;

	private final LongSupplier nanos;

	private final Listener listener;

	/** When the first request got a mark. */
	private final AtomicReference<@Nullable Long> first = new AtomicReference<>();

	private final GuardMark mark = new GuardMark();

	/** Whatever there is to say has been said. */
	private volatile boolean over;

	/**
	 * Create the watch of one client.
	 * @param client what kind of client it is
	 * @param calls knows which requests are meant
	 * @param nanos a clock that nobody sets
	 * @param listener is told once
	 */
	public GuardWatch(String client, RestClientCalls calls, LongSupplier nanos, Listener listener) {
		this.client = client;
		this.calls = calls;
		this.nanos = nanos;
		this.listener = listener;
	}

	@Override
	public void initialize(ClientHttpRequest request) {
		if (request instanceof GuardedRequest || request instanceof UndecidedRequest || this.over
				|| !this.calls.covers(request.getURI())) {
			return;
		}
		String type = request.getClass().getName();
		if (UNGUARDED.contains(type)) {
			tell(request, request.getClass().getSimpleName());
		}
		else if (!this.mark.isSeen() && !type.equals(BUFFERING)) {
			mark(request);
		}
	}

	private void mark(ClientHttpRequest request) {
		long now = this.nanos.getAsLong();
		Long first = this.first.get();
		if (first == null) {
			this.first.compareAndSet(null, now);
		}
		else if (now - first >= LONG_ENOUGH) {
			tell(request, null);
			return;
		}
		try {
			this.mark.putInto(request.getAttributes());
		}
		catch (UnsupportedOperationException ex) {
			// Nobody can tell.
			this.over = true;
		}
	}

	private void tell(ClientHttpRequest request, @Nullable String type) {
		this.over = true;
		this.listener.lost(this.client, request.getURI().getHost(), type);
	}

	/**
	 * Is told of a client that has lost the guard.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * A client calls Tencent Cloud, and not over our request factory.
		 * @param client what kind of client it is
		 * @param host the host that it calls
		 * @param request what kind of request it makes, or {@code null} if that cannot be
		 * told, and all that is known is that none has come to the guard
		 */
		void lost(String client, String host, @Nullable String request);

	}

}
