package io.github.tencentcloud.resilience.sdk;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.tencentcloudapi.common.Credential;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.CredentialsLookup;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

/**
 * The default account's credentials, for clients of the SDK. They may be rotated at any
 * moment, and the SDK asks for their three parts one after the other, so each thread gets
 * all three of one moment. From 3.2 on the SDK asks for them at once.
 */
public class SdkCredential extends Credential {

	/** To sign one request takes much less. */
	private static final Duration KEPT = Duration.ofSeconds(5);

	/** A provider that hangs must not hold its callers for ever. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final TencentCloudCall ANY = new TencentCloudCall(TencentCloudCall.NONE, TencentCloudCall.NONE, null,
			TencentCloudCall.NONE, TencentCloudCall.NONE, "POST");

	private final CredentialRotation rotation;

	private final Time time;

	private final ThreadLocal<@Nullable Taken> taken = new ThreadLocal<>();

	/**
	 * Create it.
	 * @param rotation knows the credentials
	 * @param time tells for how long a thread gets the same ones
	 */
	public SdkCredential(CredentialRotation rotation, Time time) {
		this.rotation = rotation;
		this.time = time;
	}

	@Override
	public String getSecretId() {
		return ofThisThread().getSecretId();
	}

	@Override
	public String getSecretKey() {
		return ofThisThread().getSecretKey();
	}

	@Override
	public String getToken() {
		return token(ofThisThread());
	}

	/**
	 * All three of this moment. Overrides what the SDK has from 3.2 on.
	 * @return the credentials, which do not change any more
	 */
	public Credential getSnapshot() {
		TencentCloudCredentials credentials = current();
		return new Credential(credentials.getSecretId(), credentials.getSecretKey(), token(credentials));
	}

	/** The SDK knows no {@code null}. */
	private static String token(TencentCloudCredentials credentials) {
		String token = credentials.getToken();
		return (token != null) ? token : "";
	}

	private TencentCloudCredentials ofThisThread() {
		Taken taken = this.taken.get();
		long now = this.time.nanos();
		if (taken == null || now - taken.since() > KEPT.toNanos()) {
			taken = new Taken(current(), now);
			this.taken.set(taken);
		}
		return taken.credentials();
	}

	private TencentCloudCredentials current() {
		CompletableFuture<@Nullable TencentCloudCredentials> credentials = this.rotation.resolve(ANY,
				CredentialsLookup.current());
		try {
			TencentCloudCredentials current = credentials.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			if (current == null) {
				throw new CredentialsException("There are no credentials for the Tencent Cloud SDK. Set "
						+ "tencentcloud.credentials.secret-id and .secret-key");
			}
			return current;
		}
		catch (ExecutionException ex) {
			throw CredentialsException.of((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			credentials.cancel(false);
			throw new CredentialsException("There were no credentials within " + PATIENCE.toSeconds() + " s");
		}
		catch (InterruptedException ex) {
			credentials.cancel(false);
			Thread.currentThread().interrupt();
			throw new CredentialsException("Interrupted while waiting for credentials");
		}
	}

	@Override
	public void setSecretId(@Nullable String secretId) {
		throw fixed();
	}

	@Override
	public void setSecretKey(@Nullable String secretKey) {
		throw fixed();
	}

	@Override
	public void setToken(@Nullable String token) {
		throw fixed();
	}

	@Override
	public void setUpdater(@Nullable Updater updater) {
		throw fixed();
	}

	private static UnsupportedOperationException fixed() {
		return new UnsupportedOperationException(
				"This Credential has what tencentcloud.credentials says. " + "For another account, make another one");
	}

	/**
	 * What a thread has been given.
	 *
	 * @param credentials the credentials
	 * @param since when it has got them first
	 */
	private record Taken(TencentCloudCredentials credentials, long since) {

	}

}
