package io.github.tencentcloud.resilience.signing;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Calls the application's provider defensively: it may throw, and its stages may be of
 * any kind, and shared. A provider that itself calls Tencent Cloud gets no credentials
 * for that call, unless they are for another account.
 */
final class GuardedProvider {

	private static final CompletableFuture<@Nullable TencentCloudCredentials> NONE = CompletableFuture
		.completedFuture(null);

	/**
	 * If a provider's own calls were not recognised, each of them would ask it again,
	 * until memory runs out.
	 */
	private static final int MAX_WAITING = 1_000;

	private final TencentCloudCredentialsProvider delegate;

	private final int maxWaiting;

	private final AtomicInteger waiting = new AtomicInteger();

	GuardedProvider(TencentCloudCredentialsProvider delegate) {
		this.delegate = delegate;
		boolean ours = delegate instanceof StaticCredentialsProvider provider && provider.knowsItsCalls();
		this.maxWaiting = ours ? Integer.MAX_VALUE : MAX_WAITING;
	}

	/** Whether it is known that there are no credentials, and never will be. */
	boolean isEmpty() {
		return this.delegate instanceof StaticCredentialsProvider provider && provider.isEmpty();
	}

	/** The accounts that have a name, as far as anybody can list them. */
	Map<String, TencentCloudCredentials> accounts() {
		return (this.delegate instanceof StaticCredentialsProvider provider) ? provider.accounts() : Map.of();
	}

	/**
	 * The credentials, or none.
	 * @param within what the thread asked that began the call
	 */
	CompletableFuture<@Nullable TencentCloudCredentials> resolve(TencentCloudCall call,
			@Nullable CredentialsLookup within) {
		return ask(TencentCloudCredentialsProvider::resolve, call, within);
	}

	/** Other credentials, if the provider has some. */
	CompletableFuture<@Nullable TencentCloudCredentials> refresh(TencentCloudCall call,
			@Nullable CredentialsLookup within) {
		return ask(TencentCloudCredentialsProvider::refresh, call, within);
	}

	private CompletableFuture<@Nullable TencentCloudCredentials> ask(
			BiFunction<TencentCloudCredentialsProvider, TencentCloudCall, CompletionStage<@Nullable TencentCloudCredentials>> question,
			TencentCloudCall call, @Nullable CredentialsLookup within) {
		try {
			if (this.delegate instanceof StaticCredentialsProvider fixed && fixed.asksNobody()) {
				return mine(question.apply(this.delegate, call), within);
			}
			if (this.waiting.get() >= this.maxWaiting) {
				throw new CredentialsException(MAX_WAITING + " calls are already waiting for the credentials provider. "
						+ "If it calls Tencent Cloud itself, make sure that this call begins on the thread that called it, "
						+ "or name another account");
			}
			String account = Objects.requireNonNullElse(call.account(), "");
			if (CredentialsLookup.isWithin(within, this, account)) {
				return NONE;
			}
			CredentialsLookup lookup = new CredentialsLookup(this, account, within);
			return mine(CredentialsLookup.during(lookup, () -> question.apply(this.delegate, call)), within);
		}
		catch (RuntimeException | LinkageError ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * A future that only we complete, or who waits for it and goes. What waits for it
	 * goes on as what it is, whatever the thread asks that completes the stage.
	 */
	private CompletableFuture<@Nullable TencentCloudCredentials> mine(
			@Nullable CompletionStage<@Nullable TencentCloudCredentials> stage, @Nullable CredentialsLookup within) {
		if (stage == null) {
			throw new CredentialsException("The credentials provider returned null instead of a stage");
		}
		// Other kinds of it may not tell whether they are done.
		if (stage.getClass() == CompletableFuture.class
				&& ((CompletableFuture<@Nullable TencentCloudCredentials>) stage).isDone()) {
			return (CompletableFuture<@Nullable TencentCloudCredentials>) stage;
		}
		CompletableFuture<@Nullable TencentCloudCredentials> mine = new CompletableFuture<>();
		this.waiting.incrementAndGet();
		mine.whenComplete((credentials, error) -> this.waiting.decrementAndGet());
		stage.whenComplete((credentials, error) -> CredentialsLookup.during(within,
				() -> Stages.complete(mine, credentials, error)));
		return mine;
	}

}
