package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JettyClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.SimpleClientHttpRequestFactoryBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.ClassUtils;

import io.github.tencentcloud.resilience.restclient.GuardedRequestFactory;
import io.github.tencentcloud.resilience.restclient.HttpComponentsExecution;
import io.github.tencentcloud.resilience.restclient.JettyExecution;
import io.github.tencentcloud.resilience.restclient.ReactorExecution;
import io.github.tencentcloud.resilience.restclient.RequestExecution;
import io.github.tencentcloud.resilience.restclient.RestClientCalls;

/**
 * Builds request factories that guard what is meant for Tencent Cloud, and leave all else
 * to the factory that the wrapped builder makes.
 *
 * @param <T> the type of the wrapped builder's factories
 */
final class GuardedRequestFactoryBuilder<T extends ClientHttpRequestFactory>
		implements ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> {

	/**
	 * Jetty's read time-out is that of the whole exchange, and it has one even if nobody
	 * asks for it: longer than any stream should last.
	 */
	private static final Duration LONGEST = Duration.ofHours(1);

	private static final boolean HTTP_COMPONENTS = isPresent("org.apache.hc.client5.http.classic.ExecChainHandler");

	private static final boolean JETTY = isPresent("org.eclipse.jetty.client.Request");

	private static final boolean REACTOR = isPresent("reactor.netty.http.client.HttpClient");

	private final RestClientCalls calls;

	private final ClientHttpRequestFactoryBuilder<T> builder;

	GuardedRequestFactoryBuilder(RestClientCalls calls, ClientHttpRequestFactoryBuilder<T> builder) {
		this.calls = calls;
		this.builder = builder;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, GuardedRequestFactoryBuilder.class.getClassLoader());
	}

	@Override
	public ClientHttpRequestFactory build(@Nullable HttpClientSettings settings) {
		HttpClientSettings known = (settings != null) ? settings : HttpClientSettings.defaults();
		ClientHttpRequestFactory others = this.builder.build(known);
		// Tencent Cloud never redirects, and a signature must not go elsewhere.
		HttpClientSettings guarded = known.withRedirects(HttpRedirects.DONT_FOLLOW);
		if (HTTP_COMPONENTS && HttpComponents.isMadeBy(this.builder)) {
			HttpComponentsExecution execution = new HttpComponentsExecution();
			return guarded(others, HttpComponents.with(execution, this.builder), guarded, null, execution);
		}
		if (JETTY && Jetty.isMadeBy(this.builder)) {
			JettyExecution execution = new JettyExecution();
			return guarded(others, Jetty.with(execution, this.builder), guarded, LONGEST, execution);
		}
		if (REACTOR && Reactor.isMadeBy(this.builder)) {
			ReactorExecution execution = new ReactorExecution();
			return guarded(others, Reactor.with(execution, this.builder), guarded, null, execution);
		}
		return new GuardedRequestFactory(this.calls, others, (readTimeout) -> like(others, known, readTimeout),
				() -> like(others, known, null), this.builder instanceof SimpleClientHttpRequestFactoryBuilder,
				RequestExecution.PLAIN);
	}

	/**
	 * Whatever the application's own builder makes of the settings. If it makes the same
	 * factory again, that is not ours to change.
	 */
	private ClientHttpRequestFactory like(ClientHttpRequestFactory others, HttpClientSettings settings,
			@Nullable Duration readTimeout) {
		HttpClientSettings limited = withReadTimeout(settings, readTimeout);
		try {
			return this.builder.build(limited.withRedirects(HttpRedirects.DONT_FOLLOW));
		}
		catch (IllegalStateException ex) {
			// Of a factory that Boot does not know, it can set nothing but time-outs.
			ClientHttpRequestFactory again = this.builder.build(settings);
			return (again != others && !limited.equals(settings)) ? this.builder.build(limited) : again;
		}
	}

	private ClientHttpRequestFactory guarded(ClientHttpRequestFactory others,
			ClientHttpRequestFactoryBuilder<?> builder, HttpClientSettings settings, @Nullable Duration longest,
			RequestExecution execution) {
		Function<@Nullable Duration, ClientHttpRequestFactory> maker = (readTimeout) -> builder
			.build(withReadTimeout(settings, (readTimeout != null) ? readTimeout : longest));
		return new GuardedRequestFactory(this.calls, others, maker, () -> this.builder.build(settings), true,
				execution);
	}

	/** What the application says itself holds. */
	private static HttpClientSettings withReadTimeout(HttpClientSettings settings, @Nullable Duration readTimeout) {
		return (settings.readTimeout() != null) ? settings : settings.withReadTimeout(readTimeout);
	}

	/** They know the factories of the wrapped builder, and not ours. */
	@Override
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> withCustomizers(
			Collection<Consumer<ClientHttpRequestFactory>> customizers) {
		return new GuardedRequestFactoryBuilder<>(this.calls,
				this.builder.withCustomizers((Collection) List.copyOf(customizers)));
	}

	/** Loaded only where HttpComponents is there. */
	private static final class HttpComponents {

		static boolean isMadeBy(ClientHttpRequestFactoryBuilder<?> builder) {
			return builder instanceof HttpComponentsClientHttpRequestFactoryBuilder;
		}

		static ClientHttpRequestFactoryBuilder<?> with(HttpComponentsExecution execution,
				ClientHttpRequestFactoryBuilder<?> builder) {
			return ((HttpComponentsClientHttpRequestFactoryBuilder) builder)
				.withHttpClientCustomizer((client) -> client.addExecInterceptorFirst("tencentcloud", execution));
		}

	}

	/** Loaded only where Jetty is there. */
	private static final class Jetty {

		static boolean isMadeBy(ClientHttpRequestFactoryBuilder<?> builder) {
			return builder instanceof JettyClientHttpRequestFactoryBuilder;
		}

		static ClientHttpRequestFactoryBuilder<?> with(JettyExecution execution,
				ClientHttpRequestFactoryBuilder<?> builder) {
			return ((JettyClientHttpRequestFactoryBuilder) builder).withHttpClientCustomizer(execution::prepare);
		}

	}

	/** Loaded only where Reactor Netty is there. */
	private static final class Reactor {

		static boolean isMadeBy(ClientHttpRequestFactoryBuilder<?> builder) {
			return builder instanceof ReactorClientHttpRequestFactoryBuilder;
		}

		static ClientHttpRequestFactoryBuilder<?> with(ReactorExecution execution,
				ClientHttpRequestFactoryBuilder<?> builder) {
			return ((ReactorClientHttpRequestFactoryBuilder) builder).withHttpClientCustomizer(execution::watch);
		}

	}

}
