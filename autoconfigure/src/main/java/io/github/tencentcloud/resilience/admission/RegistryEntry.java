package io.github.tencentcloud.resilience.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What circuit breakers and bulkheads have in common: they belong to one of
 * Resilience4j's registries, under a name that its configuration allows. Others may
 * replace or remove them there at any time, so the registry is asked each time, and only
 * what was made from its entry is cached. The registry's events would report changes,
 * too, but a listener that throws could hide them.
 *
 * @param <E> the registry's entry
 * @param <T> what is made from it
 */
final class RegistryEntry<E, T> {

	private static final Logger logger = LoggerFactory.getLogger(RegistryEntry.class);

	private final Kind<E> kind;

	private final String name;

	private final Function<E, T> view;

	private final AtomicReference<@Nullable Known<E, T>> known;

	/**
	 * Create the entry; the registry is not asked yet.
	 * @param kind what kind of entry it is
	 * @param name its name
	 * @param view makes what is cached from the entry
	 */
	RegistryEntry(Kind<E> kind, String name, Function<E, T> view) {
		this(kind, name, view, new AtomicReference<>());
	}

	private RegistryEntry(Kind<E> kind, String name, Function<E, T> view,
			AtomicReference<@Nullable Known<E, T>> known) {
		this.kind = kind;
		this.name = name;
		this.view = view;
		this.known = known;
	}

	/** The same entry, but what is missing is created in another way. */
	RegistryEntry<E, T> of(Kind<E> kind, Function<E, T> view) {
		return new RegistryEntry<>(kind, this.name, view, this.known);
	}

	/**
	 * What was made from the current entry.
	 * @return the result, or {@code null} if there is no entry and none is to be created
	 */
	@Nullable T get() {
		Known<E, T> known = this.known.get();
		E registered = this.kind.find(this.name).orElse(null);
		return (known != null && known.isOf(registered)) ? known.view : renew(known, registered);
	}

	/** Two threads at once get the same, since waiters for a place queue up in it. */
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
	 * The current entry; none is created for this.
	 * @return the entry, or {@code null} if there is currently none
	 */
	@Nullable E present() {
		Known<E, T> known = this.known.get();
		E registered = this.kind.find(this.name).orElse(null);
		return (known != null && known.isOf(registered)) ? known.entry : registered;
	}

	/**
	 * Get the registry's entry. The registry notifies others, such as meters, of a new
	 * one; if they fail, calls must not.
	 * @param <T> the type of the entry
	 * @param kind what it is, for the log
	 * @param name its name, for the log
	 * @param registered gets it from the registry, which creates it if necessary
	 * @param own creates one that the registry does not know
	 * @return the registry's entry, else one of our own
	 */
	static <T> T orElse(String kind, String name, Supplier<T> registered, Supplier<T> own) {
		try {
			return registered.get();
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			logger.warn("{} '{}' works, but is not in Resilience4j's registry and has no meters, since a listener of "
					+ "the registry failed. Fix the listener that threw this", kind, name, ex);
			return own.get();
		}
	}

	/**
	 * Replace or remove the registry's entry. It has done so by the time that it notifies
	 * others.
	 * @param kind what it is, for the log
	 * @param name its name, for the log
	 * @param change has the registry do it
	 */
	static void change(String kind, String name, Runnable change) {
		try {
			change.run();
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			logger.warn("{} '{}' has other settings now, but a listener of Resilience4j's registry failed. Fix the "
					+ "listener that threw this", kind, name, ex);
		}
	}

	/**
	 * Turn a text into a part of a name, which must not have dots in Resilience4j's
	 * configuration keys.
	 * @param part a product, region or host
	 * @return the same with dashes
	 */
	static String part(String part) {
		return part.replace('.', '-').replace(':', '-');
	}

	/**
	 * A kind of entries in a registry.
	 *
	 * @param <E> the entry
	 * @param label what it is, for the log
	 * @param registry finds an entry by its name
	 * @param maker creates a missing entry, or {@code null} if none is to be created
	 */
	record Kind<E>(String label, Function<String, Optional<E>> registry, @Nullable Maker<E> maker) {

		private Optional<E> find(String name) {
			return this.registry.apply(name);
		}

	}

	/**
	 * Creates entries.
	 *
	 * @param <E> the entry
	 * @param registered creates the entry of this name in the registry, unless it exists
	 * by now, and returns the registry's
	 * @param own creates an entry of this name that the registry does not know
	 */
	record Maker<E>(Function<String, E> registered, Function<String, E> own) {

	}

	private record Known<E, T>(E entry, boolean own, T view) {

		/** One of our own is valid until the registry has one. */
		boolean isOf(@Nullable E registered) {
			return (registered != null) ? registered == this.entry : this.own;
		}

	}

}
