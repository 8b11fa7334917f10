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
public final class Asking {

	private static final ThreadLocal<@Nullable Asking> CURRENT = new ThreadLocal<>();

	private final Object asked;

	private final String account;

	/** A source may itself be made of others. */
	private final @Nullable Asking outer;

	Asking(Object asked, String account, @Nullable Asking outer) {
		this.asked = asked;
		this.account = account;
		this.outer = outer;
	}

	/**
	 * What this thread asks just now.
	 * @return the innermost question, or {@code null} if it asks nothing
	 */
	public static @Nullable Asking current() {
		return CURRENT.get();
	}

	/**
	 * Do something as a thread would that asks this, or nothing.
	 * @param <T> the type of the result
	 * @param asking the question, or {@code null} for none
	 * @param work what to do
	 * @return what it results in
	 */
	public static <T> T during(@Nullable Asking asking, Supplier<T> work) {
		Asking before = CURRENT.get();
		if (before == asking) {
			return work.get();
		}
		set(asking);
		try {
			return work.get();
		}
		finally {
			set(before);
		}
	}

	private static void set(@Nullable Asking asking) {
		if (asking != null) {
			CURRENT.set(asking);
		}
		else {
			CURRENT.remove();
		}
	}

	/** Whether a question is part of another one. */
	static boolean isWithin(@Nullable Asking asking, Object asked, String account) {
		for (Asking each = asking; each != null; each = each.outer) {
			if (each.asked == asked && each.account.equalsIgnoreCase(account)) {
				return true;
			}
		}
		return false;
	}

}
