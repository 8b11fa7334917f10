package io.github.tencentcloud.resilience.sdk;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;

/**
 * Says what another profile says, which may still be changed, and makes a guarded HTTP
 * client of it when one is asked for. The constructor of each client of the SDK does that
 * last, so whatever has been set by then counts.
 */
final class GuardedHttpProfile extends HttpProfile {

	private static final String HTTP_CLIENT = "httpClient";

	private final ClientProfile owner;

	private final HttpProfile delegate;

	private final SdkClients clients;

	/**
	 * Create it.
	 * @param owner the profile that it is part of
	 * @param delegate says everything else
	 * @param clients makes HTTP clients
	 */
	GuardedHttpProfile(ClientProfile owner, HttpProfile delegate, SdkClients clients) {
		this.owner = owner;
		this.delegate = delegate;
		this.clients = clients;
		// What a later version of the SDK knows, and we do not.
		BeanUtils.copyProperties(delegate, this, HTTP_CLIENT);
	}

	/** Whether clients that are made with a profile are guarded. */
	static boolean isGuarded(@Nullable HttpProfile profile) {
		return profile instanceof GuardedHttpProfile
				|| (profile != null && SdkClients.isGuarded(profile.getHttpClient()));
	}

	@Override
	public Object getHttpClient() {
		return this.clients.guarded(this.owner, this.delegate);
	}

	@Override
	public void setHttpClient(@Nullable Object client) {
		this.delegate.setHttpClient(client);
	}

	@Override
	public @Nullable String getReqMethod() {
		return this.delegate.getReqMethod();
	}

	@Override
	public void setReqMethod(@Nullable String method) {
		this.delegate.setReqMethod(method);
	}

	@Override
	public @Nullable String getEndpoint() {
		return this.delegate.getEndpoint();
	}

	@Override
	public void setEndpoint(@Nullable String endpoint) {
		this.delegate.setEndpoint(endpoint);
	}

	@Override
	public int getReadTimeout() {
		return this.delegate.getReadTimeout();
	}

	@Override
	public void setReadTimeout(int seconds) {
		this.delegate.setReadTimeout(seconds);
	}

	@Override
	public int getWriteTimeout() {
		return this.delegate.getWriteTimeout();
	}

	@Override
	public void setWriteTimeout(int seconds) {
		this.delegate.setWriteTimeout(seconds);
	}

	@Override
	public int getConnTimeout() {
		return this.delegate.getConnTimeout();
	}

	@Override
	public void setConnTimeout(int seconds) {
		this.delegate.setConnTimeout(seconds);
	}

	@Override
	public @Nullable String getProtocol() {
		return this.delegate.getProtocol();
	}

	@Override
	public void setProtocol(@Nullable String protocol) {
		this.delegate.setProtocol(protocol);
	}

	@Override
	public @Nullable String getProxyHost() {
		return this.delegate.getProxyHost();
	}

	@Override
	public void setProxyHost(@Nullable String host) {
		this.delegate.setProxyHost(host);
	}

	@Override
	public int getProxyPort() {
		return this.delegate.getProxyPort();
	}

	@Override
	public void setProxyPort(int port) {
		this.delegate.setProxyPort(port);
	}

	@Override
	public @Nullable String getProxyUsername() {
		return this.delegate.getProxyUsername();
	}

	@Override
	public void setProxyUsername(@Nullable String name) {
		this.delegate.setProxyUsername(name);
	}

	@Override
	public @Nullable String getProxyPassword() {
		return this.delegate.getProxyPassword();
	}

	@Override
	public void setProxyPassword(@Nullable String password) {
		this.delegate.setProxyPassword(password);
	}

	@Override
	public @Nullable String getRootDomain() {
		return this.delegate.getRootDomain();
	}

	@Override
	public void setRootDomain(@Nullable String domain) {
		this.delegate.setRootDomain(domain);
	}

	@Override
	public @Nullable SSLSocketFactory getSslSocketFactory() {
		return this.delegate.getSslSocketFactory();
	}

	@Override
	public void setSslSocketFactory(@Nullable SSLSocketFactory factory) {
		this.delegate.setSslSocketFactory(factory);
	}

	@Override
	public @Nullable X509TrustManager getX509TrustManager() {
		return this.delegate.getX509TrustManager();
	}

	@Override
	public void setX509TrustManager(@Nullable X509TrustManager manager) {
		this.delegate.setX509TrustManager(manager);
	}

	@Override
	public @Nullable HostnameVerifier getHostnameVerifier() {
		return this.delegate.getHostnameVerifier();
	}

	@Override
	public void setHostnameVerifier(@Nullable HostnameVerifier verifier) {
		this.delegate.setHostnameVerifier(verifier);
	}

	/** Asked for each request. */
	@Override
	public @Nullable String getApigwEndpoint() {
		String endpoint = this.delegate.getApigwEndpoint();
		if (endpoint != null) {
			this.clients.warnings().gateway(endpoint);
		}
		return endpoint;
	}

	@Override
	public void setApigwEndpoint(@Nullable String endpoint) {
		this.delegate.setApigwEndpoint(endpoint);
	}

}
