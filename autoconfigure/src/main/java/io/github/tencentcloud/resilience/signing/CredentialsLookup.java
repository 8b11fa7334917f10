package io.github.tencentcloud.resilience.signing;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Somebody is being asked for the credentials of an account. Whom we ask may itself call
 * Tencent Cloud, as for temporary credentials, through a client that signs: that call
 * must not wait for the credentials that it is to find.
 *
 * <p>
 * A thread is marked as long as it asks. Who lets a call in takes the mark down on the
 * thread that begins the call, and shows it when the call needs credentials, on whatever
 * thread that is. The mark never stays on a thread.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class CredentialsLookup {

	private static final ThreadLocal<@Nullable CredentialsLookup> CURRENT = new ThreadLocal<>();

	private final Object asked;

	private final String account;

	/** A source may itself be made of others. */
	private final @Nullable CredentialsLookup outer;

	CredentialsLookup(Object asked, String account, @Nullable CredentialsLookup outer) {
		this.asked = asked;
		this.account = account;
		this.outer = outer;
	}

	/**
	 * What this thread asks just now.
	 * @return the innermost question, or {@code null} if it asks nothing
	 */
	public static @Nullable CredentialsLookup current() {
		return CURRENT.get();
	}

	/**
	 * Do something as a thread would that asks this, or nothing.
	 * @param <T> the type of the result
	 * @param lookup the question, or {@code null} for none
	 * @param work what to do
	 * @return what it results in
	 */
	public static <T> T during(@Nullable CredentialsLookup lookup, Supplier<T> work) {
		CredentialsLookup before = CURRENT.get();
		if (before == lookup) {
			return work.get();
		}
		set(lookup);
		try {
			return work.get();
		}
		finally {
			set(before);
		}
	}

	private static void set(@Nullable CredentialsLookup lookup) {
		if (lookup != null) {
			CURRENT.set(lookup);
		}
		else {
			CURRENT.remove();
		}
	}

	/** Whether a question is part of another one. */
	static boolean isWithin(@Nullable CredentialsLookup lookup, Object asked, String account) {
		for (CredentialsLookup each = lookup; each != null; each = each.outer) {
			if (each.asked == asked && each.account.equalsIgnoreCase(account)) {
				return true;
			}
		}
		return false;
	}

}
