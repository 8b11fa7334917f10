package io.github.tencentcloud.resilience.throttle;

import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What circuit breakers and bulkheads have in common: they belong to a registry of
 * Resilience4j's, under a name that its configuration allows.
 */
public final class RegistryEntry {

	private static final Logger logger = LoggerFactory.getLogger(RegistryEntry.class);

	private RegistryEntry() {
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
	public static <T> T orElse(String kind, String name, Supplier<T> registered, Supplier<T> own) {
		try {
			return registered.get();
		}
		catch (RuntimeException ex) {
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
	public static String part(String part) {
		return part.replace('.', '-').replace(':', '-');
	}

}
