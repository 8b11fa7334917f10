package io.github.tencentcloud.resilience.autoconfigure.scanned;

import org.springframework.web.service.annotation.PostExchange;

/**
 * An interface that is found and calls somebody else.
 */
public interface ScannedOther {

	@PostExchange("/")
	String describe();

}
