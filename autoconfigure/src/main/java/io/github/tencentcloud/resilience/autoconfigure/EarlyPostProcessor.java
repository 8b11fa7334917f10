package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * A post-processor that is there before what makes proxies, so that no aspect of the
 * application is woven into it. Such an aspect would be asked for with every bean, also
 * while it is itself being made.
 */
interface EarlyPostProcessor extends BeanPostProcessor, PriorityOrdered {

	@Override
	default int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
