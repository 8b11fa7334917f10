package io.github.tencentcloud.resilience.signing;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A lookup of an account's credentials that is in progress. The provider may itself call
 * Tencent Cloud, for temporary credentials for example, through a client that signs: that
 * call must not wait for the very credentials that it is meant to obtain.
 *
 * <p>
 * A thread is marked with the lookup for as long as it asks the provider. A door captures
 * the mark on the thread that begins a call, and presents it when the call needs
 * credentials, on whatever thread that is. The mark never stays on a thread.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class CredentialsLookup {

	private static final ThreadLocal<@Nullable CredentialsLookup> CURRENT = new ThreadLocal<>();

	private final Object asked;

	private final String account;

	/** A provider may itself be composed of others. */
	private final @Nullable CredentialsLookup outer;

	CredentialsLookup(Object asked, String account, @Nullable CredentialsLookup outer) {
		this.asked = asked;
		this.account = account;
		this.outer = outer;
	}

	/**
	 * The lookup in progress on this thread.
	 * @return the innermost one, or {@code null} if there is none
	 */
	public static @Nullable CredentialsLookup current() {
		return CURRENT.get();
	}

	/**
	 * Do something as part of a lookup, or of none.
	 * @param <T> the type of the result
	 * @param lookup the lookup, or {@code null} for none
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

	/** Whether a lookup is part of another one. */
	static boolean isWithin(@Nullable CredentialsLookup lookup, Object asked, String account) {
		for (CredentialsLookup each = lookup; each != null; each = each.outer) {
			if (each.asked == asked && each.account.equalsIgnoreCase(account)) {
				return true;
			}
		}
		return false;
	}

}
