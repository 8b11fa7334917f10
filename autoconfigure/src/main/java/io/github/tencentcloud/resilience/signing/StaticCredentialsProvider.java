package io.github.tencentcloud.resilience.signing;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Credentials from the configuration: those of named accounts, and a default account for
 * calls that name none. Names match without regard to case, since environment variables
 * lose it.
 */
public class StaticCredentialsProvider implements TencentCloudCredentialsProvider, AutoCloseable {

	private static final String ACCOUNTS = "tencentcloud.credentials.accounts.";

	private final TencentCloudCredentialsProvider defaultAccount;

	private final boolean asksNobody;

	private final Map<String, TencentCloudCredentials> named;

	private final SortedMap<String, CompletionStage<@Nullable TencentCloudCredentials>> accounts;

	/**
	 * Create the provider.
	 * @param defaultAccount the credentials of calls that name no account, or
	 * {@code null} if such calls are not signed
	 * @param accounts the credentials of named accounts
	 */
	public StaticCredentialsProvider(@Nullable TencentCloudCredentials defaultAccount,
			Map<String, TencentCloudCredentials> accounts) {
		this(new Constant(CompletableFuture.completedFuture(defaultAccount)), accounts);
	}

	private StaticCredentialsProvider(TencentCloudCredentialsProvider defaultAccount,
			Map<String, TencentCloudCredentials> accounts) {
		SortedMap<String, CompletionStage<@Nullable TencentCloudCredentials>> copy = new TreeMap<>(
				String.CASE_INSENSITIVE_ORDER);
		accounts.forEach((name, credentials) -> copy.put(name, CompletableFuture.completedFuture(credentials)));
		this.defaultAccount = defaultAccount;
		this.named = Map.copyOf(accounts);
		this.asksNobody = defaultAccount instanceof Constant;
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
	public CompletionStage<@Nullable TencentCloudCredentials> resolve(TencentCloudCall call) {
		String account = call.account();
		return (account != null) ? account(account) : this.defaultAccount.resolve(call);
	}

	@Override
	public CompletionStage<@Nullable TencentCloudCredentials> refresh(TencentCloudCall call) {
		String account = call.account();
		return (account != null) ? account(account) : this.defaultAccount.refresh(call);
	}

	private CompletionStage<@Nullable TencentCloudCredentials> account(String name) {
		CompletionStage<@Nullable TencentCloudCredentials> credentials = this.accounts.get(name);
		return (credentials != null) ? credentials : CompletableFuture.failedFuture(new CredentialsException(
				"There are no credentials for the account '%s'. Set %s%s.secret-id and .secret-key, or use a known account: %s"
					.formatted(name, ACCOUNTS, name,
							this.accounts.isEmpty() ? "none is configured" : this.accounts.keySet())));
	}

	/** The credentials of the named accounts. */
	Map<String, TencentCloudCredentials> accounts() {
		return this.named;
	}

	/** Whether this has no credentials, and will never have any. */
	boolean isEmpty() {
		return this.accounts.isEmpty() && this.defaultAccount instanceof Constant constant
				&& constant.credentials().toCompletableFuture().getNow(null) == null;
	}

	/** Whether to ask this costs nothing and leads to no call; a proxy never says so. */
	boolean asksNobody() {
		return this.asksNobody;
	}

	/** Whether all calls that this leads to are recognised as such. */
	boolean knowsItsCalls() {
		return this.asksNobody || this.defaultAccount instanceof SdkCredentialsProvider;
	}

	/**
	 * Close the provider of the default account, if that can be closed.
	 */
	@Override
	public void close() throws Exception {
		if (this.defaultAccount instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

	private record Constant(
			CompletionStage<@Nullable TencentCloudCredentials> credentials) implements TencentCloudCredentialsProvider {

		@Override
		public CompletionStage<@Nullable TencentCloudCredentials> resolve(TencentCloudCall call) {
			return this.credentials;
		}

	}

}
