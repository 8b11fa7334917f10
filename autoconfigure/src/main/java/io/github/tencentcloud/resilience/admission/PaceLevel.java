package io.github.tencentcloud.resilience.admission;

import org.jspecify.annotations.Nullable;

/**
 * How fast the calls of an action are sent while the server throttles them.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param product the product
 * @param action the action
 * @param region the region, or {@code none}
 * @param account the name of the account, or {@code null} for the default account
 * @param rate how many attempts per second may currently be sent
 * @param waiting how many calls wait for their turn
 */
public record PaceLevel(String product, String action, String region, @Nullable String account, double rate,
		int waiting) {

}
