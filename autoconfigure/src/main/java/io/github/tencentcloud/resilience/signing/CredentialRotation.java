package io.github.tencentcloud.resilience.signing;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Follows credentials that are replaced while the application runs. When the server
 * refuses some, the provider is asked for new ones, once for all calls together and at
 * most once a minute for each account. What it gives is used from then on, until the
 * provider itself answers something new.
 */
public class CredentialRotation {

	private static final Logger logger = LoggerFactory.getLogger(CredentialRotation.class);

	/**
	 * Accounts are named by the application; names made up on the go must not pile up.
	 */
	private static final int MAX_ACCOUNTS = 1_000;

	private final TencentCloudCredentialsProvider provider;

	private final Clock clock;

	private final Map<String, AccountRotation> accounts = new ConcurrentHashMap<>();

	/**
	 * Create the rotation.
	 * @param provider knows the credentials
	 * @param clock tells when a minute is over
	 */
	public CredentialRotation(TencentCloudCredentialsProvider provider, Clock clock) {
		this.provider = GuardedProvider.of(provider);
		this.clock = clock;
	}

	/**
	 * Find the credentials of a call.
	 * @param call the call
	 * @return the provider's credentials, or those that replaced them; empty if there are
	 * none
	 */
	public Mono<TencentCloudCredentials> resolve(TencentCloudCall call) {
		Mono<TencentCloudCredentials> resolved = this.provider.resolve(call);
		AccountRotation account = this.accounts.get(key(call));
		return (account != null) ? resolved.map(account::current) : resolved;
	}

	/**
	 * Look for other credentials, because the server refused some.
	 * @param call the call that was refused
	 * @param used the credentials that it was signed with
	 * @return whether the call would be signed with other credentials now; {@code false}
	 * also if the provider fails
	 */
	public Mono<Boolean> refresh(TencentCloudCall call, TencentCloudCredentials used) {
		return Mono.defer(() -> {
			AccountRotation account = account(call);
			return this.provider.resolve(call).flatMap((resolved) -> {
				// It may have happened already, for a call that was refused earlier.
				boolean replaced = !account.current(resolved).equals(used);
				return replaced ? Mono.just(true)
						: account.refresh(resolved, () -> this.provider.refresh(call), this.clock.instant())
							.map((credentials) -> !credentials.equals(used));
			});
		}).defaultIfEmpty(false).onErrorResume((ex) -> {
			logger.debug("The credentials that the server refused could not be refreshed", ex);
			return Mono.just(false);
		});
	}

	private AccountRotation account(TencentCloudCall call) {
		String key = key(call);
		if (this.accounts.size() >= MAX_ACCOUNTS && !this.accounts.containsKey(key)) {
			this.accounts.clear();
		}
		return this.accounts.computeIfAbsent(key, AccountRotation::new);
	}

	private static String key(TencentCloudCall call) {
		return (call.account() != null) ? call.account().toLowerCase(Locale.ROOT) : "";
	}

}
