package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;

/**
 * The limit of an attempt has passed while its body was arriving.
 */
final class SilenceException extends IOException {

	SilenceException() {
		super("The limit of the attempt has passed");
	}

}
