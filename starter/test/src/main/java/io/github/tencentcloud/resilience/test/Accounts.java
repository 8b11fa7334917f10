package io.github.tencentcloud.resilience.test;

import org.jspecify.annotations.Nullable;

/**
 * Who may call. Asked by the threads of the server.
 */
@FunctionalInterface
interface Accounts {

	/**
	 * Finds an account.
	 * @param secretId its name
	 * @return the account, or {@code null} if there is none
	 */
	@Nullable Account find(String secretId);

}
