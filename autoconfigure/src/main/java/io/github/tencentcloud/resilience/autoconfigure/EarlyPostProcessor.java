package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * A post-processor that is created before the one that makes proxies, so that no aspect
 * of the application is woven into it. Such an aspect would be requested with every bean,
 * even while it is being created itself.
 */
interface EarlyPostProcessor extends BeanPostProcessor, PriorityOrdered {

	@Override
	default int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
