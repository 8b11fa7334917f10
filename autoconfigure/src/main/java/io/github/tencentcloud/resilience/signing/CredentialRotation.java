package io.github.tencentcloud.resilience.signing;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

/**
 * Follows credentials that are rotated while the application runs. When the server
 * refuses some, the provider is asked for new ones, once for all calls together and at
 * most once a minute for each account. Those are used from then on, until the provider
 * itself returns something new.
 */
public class CredentialRotation {

	private static final Logger logger = LoggerFactory.getLogger(CredentialRotation.class);

	private final GuardedProvider provider;

	private final Clock clock;

	private final Time time;

	/**
	 * Accounts are named by the application; names made up on the go must not pile up.
	 */
	private final BoundedMap<String, AccountRotation> accounts = BoundedMap.remembering();

	/**
	 * Accounts by SecretId, also by those that have been replaced since: what was signed
	 * with one of them may still be on its way.
	 */
	private final BoundedMap<String, String> owners = BoundedMap.remembering();

	/**
	 * Create the rotation with timers of its own.
	 * @param provider knows the credentials
	 * @param clock tells when a minute is over
	 */
	public CredentialRotation(TencentCloudCredentialsProvider provider, Clock clock) {
		this(provider, clock, new SystemTime());
	}

	/**
	 * Create the rotation.
	 * @param provider knows the credentials
	 * @param clock tells when a minute is over
	 * @param time ends the wait for a provider that hangs
	 */
	public CredentialRotation(TencentCloudCredentialsProvider provider, Clock clock, Time time) {
		this.provider = new GuardedProvider(provider);
		this.clock = clock;
		this.time = time;
	}

	/**
	 * Whether there is nothing to sign with. With ahead-of-time processing our provider
	 * exists whether there are credentials or not.
	 * @return {@code true} if it is known that no call will ever get credentials
	 */
	public boolean isEmpty() {
		return this.provider.isEmpty();
	}

	/**
	 * Find the credentials of a call.
	 * @param call the call
	 * @param within what the thread that began the call was asked for then:
	 * {@link CredentialsLookup#current()}
	 * @return the provider's credentials, or those that replaced them; {@code null} if
	 * there are none. A future of the caller's own, or one that is done: who waits for it
	 * no longer cancels it
	 */
	public CompletableFuture<@Nullable TencentCloudCredentials> resolve(TencentCloudCall call,
			@Nullable CredentialsLookup within) {
		CompletableFuture<@Nullable TencentCloudCredentials> resolved = this.provider.resolve(call, within);
		AccountRotation account = this.accounts.get(key(call));
		return (account != null) ? current(resolved, account) : resolved;
	}

	private static CompletableFuture<@Nullable TencentCloudCredentials> current(
			CompletableFuture<@Nullable TencentCloudCredentials> resolved, AccountRotation account) {
		CompletableFuture<@Nullable TencentCloudCredentials> current = resolved.thenApply(account::currentOrNone);
		Stages.cancelWith(current, resolved);
		return current;
	}

	/**
	 * Find out whose a SecretId is.
	 * @param secretId the public half of the credentials that somebody else signed with
	 * @param call the call that was signed with them
	 * @param within what the thread that began the call was asked for then:
	 * {@link CredentialsLookup#current()}
	 * @return the name of the account, empty for the default account, {@code null} if it
	 * is not known here; a future of the caller's own, which never fails
	 */
	public CompletableFuture<@Nullable String> owner(String secretId, TencentCloudCall call,
			@Nullable CredentialsLookup within) {
		String known = this.owners.get(secretId);
		if (known != null) {
			return CompletableFuture.completedFuture(known);
		}
		TencentCloudCall ofDefault = call.with(call.version(), call.region(), null);
		CompletableFuture<@Nullable String> mine = new CompletableFuture<>();
		isOf(secretId, ofDefault, within, mine).thenCompose((own) -> {
			String account = call.account();
			return (own || account == null) ? CompletableFuture.completedFuture(own ? "" : null)
					: isOf(secretId, call, within, mine).thenApply((named) -> named ? account : null);
		}).thenApply((owner) -> {
			String name = (owner != null) ? owner : named(secretId);
			if (name != null) {
				this.owners.get(secretId, (id) -> name);
			}
			return name;
		}).whenComplete((name, error) -> Stages.complete(mine, name, error));
		return mine;
	}

	private CompletableFuture<Boolean> isOf(String secretId, TencentCloudCall call, @Nullable CredentialsLookup within,
			CompletableFuture<?> asked) {
		AccountRotation account = this.accounts.get(key(call));
		CompletableFuture<@Nullable TencentCloudCredentials> credentials = this.provider.resolve(call, within);
		Stages.cancelWith(asked, credentials);
		return credentials
			.thenApply((resolved) -> resolved != null && (resolved.getSecretId().equals(secretId)
					|| (account != null && account.current(resolved).getSecretId().equals(secretId))))
			.exceptionally((ex) -> {
				logger.debug("There are no credentials that a SecretId could be compared with", Causes.unwrapped(ex));
				return false;
			});
	}

	private @Nullable String named(String secretId) {
		for (Map.Entry<String, TencentCloudCredentials> account : this.provider.accounts().entrySet()) {
			if (account.getValue().getSecretId().equals(secretId)) {
				return account.getKey();
			}
		}
		return null;
	}

	/**
	 * Look for other credentials, because the server refused some.
	 * @param call the call that was refused
	 * @param used the credentials that it was signed with
	 * @param within what the thread that began the call was asked for then:
	 * {@link CredentialsLookup#current()}
	 * @return whether the call would be signed with other credentials now; {@code false}
	 * also if the provider fails. A future of the caller's own, which never fails
	 */
	public CompletableFuture<Boolean> refresh(TencentCloudCall call, TencentCloudCredentials used,
			@Nullable CredentialsLookup within) {
		AccountRotation account = account(call);
		CompletableFuture<Boolean> mine = new CompletableFuture<>();
		CompletableFuture<@Nullable TencentCloudCredentials> credentials = this.provider.resolve(call, within);
		Stages.cancelWith(mine, credentials);
		credentials
			.thenCompose((resolved) -> (resolved != null) ? replace(call, used, within, account, resolved)
					: CompletableFuture.completedFuture(false))
			.exceptionally((ex) -> {
				logger.debug("The credentials that the server refused could not be refreshed", Causes.unwrapped(ex));
				return false;
			})
			.whenComplete((refreshed, error) -> Stages.complete(mine, refreshed, error));
		return mine;
	}

	private CompletableFuture<Boolean> replace(TencentCloudCall call, TencentCloudCredentials used,
			@Nullable CredentialsLookup within, AccountRotation account, TencentCloudCredentials resolved) {
		if (!account.current(resolved).equals(used)) {
			// It has happened already, for a call that was refused earlier.
			return CompletableFuture.completedFuture(true);
		}
		return account.refresh(resolved, () -> this.provider.refresh(call, within), this.clock.instant())
			.thenApply((credentials) -> credentials != null && !credentials.equals(used));
	}

	private AccountRotation account(TencentCloudCall call) {
		return this.accounts.get(key(call), (name) -> new AccountRotation(name, this.time));
	}

	private static String key(TencentCloudCall call) {
		return (call.account() != null) ? call.account().toLowerCase(Locale.ROOT) : "";
	}

}
