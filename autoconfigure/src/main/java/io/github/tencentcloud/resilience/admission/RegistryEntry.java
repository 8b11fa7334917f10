package io.github.tencentcloud.resilience.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What circuit breakers and bulkheads have in common: they belong to a registry of
 * Resilience4j's, under a name that its configuration allows. There others may replace or
 * remove them at any time, so the registry is asked each time, and only what was made of
 * its answer is remembered. The registry's events would tell of a change too, but not
 * past a listener that throws.
 *
 * @param <E> the registry's entry
 * @param <T> what is made of it
 */
final class RegistryEntry<E, T> {

	private static final Logger logger = LoggerFactory.getLogger(RegistryEntry.class);

	private final Kind<E> kind;

	private final String name;

	private final Function<E, T> view;

	private final AtomicReference<@Nullable Known<E, T>> known = new AtomicReference<>();

	/**
	 * Create the entry; nobody is asked for it yet.
	 * @param kind what it is, and whose
	 * @param name its name
	 * @param view makes of it what is remembered
	 */
	RegistryEntry(Kind<E> kind, String name, Function<E, T> view) {
		this.kind = kind;
		this.name = name;
		this.view = view;
	}

	/**
	 * What was made of the present entry.
	 * @return that, or {@code null} if there is no entry and none is to be made
	 */
	@Nullable T get() {
		Known<E, T> known = this.known.get();
		E registered = this.kind.find(this.name).orElse(null);
		return (known != null && known.isOf(registered)) ? known.view : renew(known, registered);
	}

	/** Two at once get the same, since those who wait for a place wait in it. */
	private @Nullable T renew(@Nullable Known<E, T> before, @Nullable E registered) {
		Known<E, T> renewed = (registered != null) ? known(registered, false) : made();
		if (renewed == null) {
			return null;
		}
		return this.known.compareAndSet(before, renewed) ? renewed.view : get();
	}

	private @Nullable Known<E, T> made() {
		Maker<E> maker = this.kind.maker();
		return (maker != null)
				? orElse(this.kind.label(), this.name, () -> known(maker.registered().apply(this.name), false),
						() -> known(maker.own().apply(this.name), true))
				: null;
	}

	private Known<E, T> known(E entry, boolean own) {
		return new Known<>(entry, own, this.view.apply(entry));
	}

	/**
	 * The present entry, which is not made for this.
	 * @return the entry, or {@code null} if there is none at present
	 */
	@Nullable E present() {
		Known<E, T> known = this.known.get();
		E registered = this.kind.find(this.name).orElse(null);
		return (known != null && known.isOf(registered)) ? known.entry : registered;
	}

	/**
	 * Take the registry's entry. The registry tells others of a new one, such as meters;
	 * if they fail, no call has to.
	 * @param <T> the type of the entry
	 * @param kind what it is, for the log
	 * @param name its name, for the log
	 * @param registered asks the registry for it, which makes it if there is none
	 * @param own makes one that the registry does not know of
	 * @return the registry's, or else one of its own
	 */
	static <T> T orElse(String kind, String name, Supplier<T> registered, Supplier<T> own) {
		try {
			return registered.get();
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			logger.warn("{} '{}' works, but is not in Resilience4j's registry and has no meters, since a listener of "
					+ "the registry failed. Mend the listener that threw this", kind, name, ex);
			return own.get();
		}
	}

	/**
	 * Make a part of a name: Resilience4j's own configuration keys allow no dots in it.
	 * @param part a product, region or host
	 * @return the same with dashes
	 */
	static String part(String part) {
		return part.replace('.', '-').replace(':', '-');
	}

	/**
	 * What the entries of a registry are.
	 *
	 * @param <E> the entry
	 * @param label what it is, for the log
	 * @param registry finds an entry by its name
	 * @param maker makes one where there is none, or {@code null} if none is to be made
	 */
	record Kind<E>(String label, Function<String, Optional<E>> registry, @Nullable Maker<E> maker) {

		private Optional<E> find(String name) {
			return this.registry.apply(name);
		}

	}

	/**
	 * Makes entries.
	 *
	 * @param <E> the entry
	 * @param registered makes one of this name in the registry, unless there is one by
	 * now, and returns the registry's
	 * @param own makes one of this name that the registry does not know of
	 */
	record Maker<E>(Function<String, E> registered, Function<String, E> own) {

	}

	private record Known<E, T>(E entry, boolean own, T view) {

		/** One of our own holds until the registry has one. */
		boolean isOf(@Nullable E registered) {
			return (registered != null) ? registered == this.entry : this.own;
		}

	}

}
