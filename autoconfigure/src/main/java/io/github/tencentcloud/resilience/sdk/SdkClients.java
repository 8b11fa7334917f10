package io.github.tencentcloud.resilience.sdk;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP clients for the SDK, as a profile says they should be. All of them share
 * their connections, unless the application brings a client of its own.
 */
final class SdkClients implements AutoCloseable {

	private static final int MAX_IDLE_CONNECTIONS = 64;

	/**
	 * Shorter than any server's, so that hardly ever a request goes out on a connection
	 * that the server is about to close: nobody knows then whether it has read it.
	 */
	private static final int KEPT_SECONDS = 15;

	private static final int UNAVAILABLE = 503;

	private static final String RETRY_AFTER = "Retry-After";

	private static final Pattern AT_ONCE = Pattern.compile("0+");

	private final SdkCalls calls;

	private final SdkWarnings warnings = new SdkWarnings();

	private final ConnectionPool pool = new ConnectionPool(MAX_IDLE_CONNECTIONS, KEPT_SECONDS, TimeUnit.SECONDS);

	/** Made when it is first needed: it reads the certificates of the JDK. */
	private volatile @Nullable OkHttpClient base;

	SdkClients(SdkCalls calls) {
		this.calls = calls;
	}

	SdkWarnings warnings() {
		return this.warnings;
	}

	/**
	 * A client whose calls are guarded. It only lets them in: what the profile says is
	 * for the client that sends them, each time as a call of its own, since OkHttp cannot
	 * cancel one attempt and go on with the next. That one sends nothing twice by itself.
	 */
	OkHttpClient guarded(ClientProfile owner, HttpProfile profile) {
		String backup = owner.getBackupEndpoint();
		if (backup != null && !backup.isEmpty()) {
			this.warnings.backup(backup);
		}
		OkHttpClient.Builder builder = (profile.getHttpClient() instanceof OkHttpClient own) ? own.newBuilder()
				: configured(profile);
		builder.interceptors().removeIf(Guard.class::isInstance);
		if (owner.isDebug()) {
			builder.addInterceptor(new SdkDebugLog());
		}
		OkHttpClient plain = builder.build();
		OkHttpClient attempts = plain.newBuilder()
			.retryOnConnectionFailure(false)
			.followRedirects(false)
			.followSslRedirects(false)
			.addNetworkInterceptor(SdkClients::uninvited)
			.build();
		return base().newBuilder().addInterceptor(new Guard(this.calls, plain, attempts)).build();
	}

	/**
	 * OkHttp accepts this invitation to send a request again, whatever it has been told
	 * of retries.
	 */
	private static Response uninvited(Interceptor.Chain chain) throws IOException {
		Response response = chain.proceed(chain.request());
		String after = response.header(RETRY_AFTER);
		return (response.code() == UNAVAILABLE && after != null && AT_ONCE.matcher(after).matches())
				? response.newBuilder().removeHeader(RETRY_AFTER).build() : response;
	}

	private OkHttpClient base() {
		OkHttpClient base = this.base;
		if (base == null) {
			base = new OkHttpClient.Builder().connectionPool(this.pool).build();
			this.base = base;
		}
		return base;
	}

	private OkHttpClient.Builder configured(HttpProfile profile) {
		OkHttpClient.Builder builder = base().newBuilder()
			.connectTimeout(profile.getConnTimeout(), TimeUnit.SECONDS)
			.readTimeout(profile.getReadTimeout(), TimeUnit.SECONDS)
			.writeTimeout(profile.getWriteTimeout(), TimeUnit.SECONDS);
		SSLSocketFactory sockets = profile.getSslSocketFactory();
		X509TrustManager trust = profile.getX509TrustManager();
		if (sockets != null && trust != null) {
			// Without the latter OkHttp refuses the former, and the SDK's own client has
			// failed before.
			builder.sslSocketFactory(sockets, trust);
		}
		HostnameVerifier verifier = profile.getHostnameVerifier();
		if (verifier != null) {
			builder.hostnameVerifier(verifier);
		}
		setProxy(builder, profile);
		return builder;
	}

	private static void setProxy(OkHttpClient.Builder builder, HttpProfile profile) {
		String host = profile.getProxyHost();
		if (host == null || host.isEmpty()) {
			return;
		}
		builder.proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, profile.getProxyPort())));
		String name = profile.getProxyUsername();
		String password = profile.getProxyPassword();
		if (name == null || name.isEmpty()) {
			return;
		}
		builder.proxyAuthenticator((route, response) -> {
			if (response.request().header("Proxy-Authorization") != null) {
				// It has been refused, and would be refused again.
				return null;
			}
			return response.request()
				.newBuilder()
				.header("Proxy-Authorization", Credentials.basic(name, String.valueOf(password)))
				.build();
		});
	}

	/** Whether this is one of ours, or was built on one. */
	static boolean isGuarded(@Nullable Object client) {
		return client instanceof OkHttpClient http && http.interceptors().stream().anyMatch(Guard.class::isInstance);
	}

	@Override
	public void close() {
		this.pool.evictAll();
	}

	/**
	 * The way in.
	 *
	 * @param calls finds out what becomes of each request
	 * @param plain sends what is not guarded
	 * @param attempts sends the attempts of what is
	 */
	private record Guard(SdkCalls calls, OkHttpClient plain, OkHttpClient attempts) implements Interceptor {

		@Override
		public Response intercept(Chain chain) throws IOException {
			return this.calls.execute(chain.request(), this.plain, this.attempts);
		}

	}

}
