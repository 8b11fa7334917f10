package io.github.tencentcloud.resilience.signing;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Credentials from the configuration: those of named accounts, and a default account for
 * calls that name none. Names match without regard to case, since environment variables
 * lose it.
 */
public class StaticCredentialsProvider implements TencentCloudCredentialsProvider {

	private static final String ACCOUNTS = "tencentcloud.credentials.accounts.";

	private final TencentCloudCredentialsProvider defaultAccount;

	private final SortedMap<String, Mono<TencentCloudCredentials>> accounts;

	/**
	 * Create the provider.
	 * @param defaultAccount the credentials of calls that name no account, or
	 * {@code null} if such calls are not signed
	 * @param accounts the credentials of named accounts
	 */
	public StaticCredentialsProvider(@Nullable TencentCloudCredentials defaultAccount,
			Map<String, TencentCloudCredentials> accounts) {
		this((call) -> Mono.justOrEmpty(defaultAccount), accounts);
	}

	private StaticCredentialsProvider(TencentCloudCredentialsProvider defaultAccount,
			Map<String, TencentCloudCredentials> accounts) {
		SortedMap<String, Mono<TencentCloudCredentials>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		accounts.forEach((name, credentials) -> copy.put(name, Mono.just(credentials)));
		this.defaultAccount = defaultAccount;
		this.accounts = Collections.unmodifiableSortedMap(copy);
	}

	/**
	 * A provider whose default account is not configured but found otherwise.
	 * @param defaultAccount the provider for calls that name no account
	 * @param accounts the credentials of named accounts
	 * @return the provider for both
	 */
	public static StaticCredentialsProvider withDefault(TencentCloudCredentialsProvider defaultAccount,
			Map<String, TencentCloudCredentials> accounts) {
		return new StaticCredentialsProvider(defaultAccount, accounts);
	}

	@Override
	public Mono<TencentCloudCredentials> resolve(TencentCloudCall call) {
		String account = call.account();
		return (account != null) ? account(account) : this.defaultAccount.resolve(call);
	}

	@Override
	public Mono<TencentCloudCredentials> refresh(TencentCloudCall call) {
		String account = call.account();
		return (account != null) ? account(account) : this.defaultAccount.refresh(call);
	}

	private Mono<TencentCloudCredentials> account(String name) {
		Mono<TencentCloudCredentials> credentials = this.accounts.get(name);
		return (credentials != null) ? credentials : Mono.error(() -> new CredentialsException(
				"There are no credentials for the account '%s'. Set %s%s.secret-id and .secret-key, or use a known account: %s"
					.formatted(name, ACCOUNTS, name,
							this.accounts.isEmpty() ? "none is configured" : this.accounts.keySet())));
	}

}
