package io.github.tencentcloud.resilience.signing;

import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

/**
 * The vendor's SDK as a source of credentials: the role of a CVM instance, STS, OIDC, the
 * profile file, or the SDK's default chain. The SDK blocks, so it is called on a separate
 * thread, once for all calls, and before its last credentials expire. All calls get the
 * same credentials, whatever their account.
 */
public final class SdkCredentialsProvider implements TencentCloudCredentialsProvider, AutoCloseable {

	/** The SDK changes its three values one after the other. */
	private static final int TRIES = 3;

	private final CredentialsProvider provider;

	private final AtomicReference<@Nullable Credential> credential = new AtomicReference<>();

	private final CachedCredentials cache;

	/**
	 * Threads are rare here, and each ends with what it reads: none is kept.
	 */
	private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("tencentcloud-credentials-");

	/**
	 * Adapt a provider of the SDK, with timers of its own.
	 * @param provider the provider, for example a
	 * {@link com.tencentcloudapi.common.provider.DefaultCredentialsProvider}
	 * @param clock tells when to ask it again
	 */
	public SdkCredentialsProvider(CredentialsProvider provider, Clock clock) {
		this(provider, clock, new SystemTime());
	}

	/**
	 * Adapt a provider of the SDK.
	 * @param provider the provider, for example a
	 * {@link com.tencentcloudapi.common.provider.DefaultCredentialsProvider}
	 * @param clock tells when to ask it again
	 * @param time ends the wait for one that hangs
	 */
	public SdkCredentialsProvider(CredentialsProvider provider, Clock clock, Time time) {
		this.provider = provider;
		this.threads.setDaemon(true);
		this.threads.setCancelRemainingTasksOnClose(true);
		this.cache = new CachedCredentials(this::read, this::renew, this.threads, clock, time);
	}

	/**
	 * Adapt a credential of the SDK that keeps itself up to date.
	 * @param credential the credential, for example a
	 * {@link com.tencentcloudapi.common.provider.CvmRoleCredential}
	 * @param clock tells when to ask it again
	 */
	public SdkCredentialsProvider(Credential credential, Clock clock) {
		this(() -> credential, clock);
	}

	@Override
	public CompletionStage<@Nullable TencentCloudCredentials> resolve(TencentCloudCall call) {
		return this.cache.get();
	}

	@Override
	public CompletionStage<@Nullable TencentCloudCredentials> refresh(TencentCloudCall call) {
		return this.cache.renew();
	}

	/**
	 * Interrupt what is being read. From then on there are only the credentials that were
	 * read last.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

	/**
	 * The credential that the provider gave first, since it renews itself; some providers
	 * give an empty one when they are asked a second time.
	 */
	private TencentCloudCredentials read() throws TencentCloudSDKException {
		Credential known = this.credential.get();
		return (known != null) ? copy(known) : renew();
	}

	private TencentCloudCredentials renew() throws TencentCloudSDKException {
		Credential given = this.provider.getCredentials();
		Credential known = this.credential.get();
		if (given != null && (known == null || StringUtils.hasText(given.getSecretId()))) {
			TencentCloudCredentials copy = copy(given);
			this.credential.set(given);
			return copy;
		}
		return copy(known);
	}

	private static TencentCloudCredentials copy(@Nullable Credential credential) {
		for (int i = 0; credential != null && i < TRIES; i++) {
			// Each of the getters may renew all of the values.
			String secretId = credential.getSecretId();
			String secretKey = credential.getSecretKey();
			String token = credential.getToken();
			if (!StringUtils.hasText(secretId) || !StringUtils.hasText(secretKey)) {
				break;
			}
			if (secretId.equals(credential.getSecretId())) {
				return TencentCloudCredentials.of(secretId, secretKey, token);
			}
		}
		throw new CredentialsException(
				"The Tencent Cloud SDK returned no credentials. If it gets them over the network, "
						+ "check that it can: the SDK itself does not say why");
	}

}
