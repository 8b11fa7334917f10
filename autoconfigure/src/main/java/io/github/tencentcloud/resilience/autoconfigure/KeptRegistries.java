package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.scope.refresh.RefreshScopeRefreshedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;

/**
 * Keeps circuit breakers and bulkheads across a refresh. Resilience4j's registries have
 * the refresh scope where there is one, so Spring Cloud makes them anew with each
 * refresh, empty. An open breaker would be closed by any change of anything.
 */
class KeptRegistries implements SmartApplicationListener {

	private final ObjectProvider<CircuitBreakers> breakers;

	private final ObjectProvider<Bulkheads> bulkheads;

	private volatile Map<String, CircuitBreaker> breakersBefore = Map.of();

	private volatile Map<String, Bulkhead> bulkheadsBefore = Map.of();

	KeptRegistries(ObjectProvider<CircuitBreakers> breakers, ObjectProvider<Bulkheads> bulkheads) {
		this.breakers = breakers;
		this.bulkheads = bulkheads;
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		return EnvironmentChangeEvent.class.isAssignableFrom(type)
				|| RefreshScopeRefreshedEvent.class.isAssignableFrom(type);
	}

	/** After the settings have changed, and before the registries are made anew. */
	@Override
	public int getOrder() {
		return RetuningConfiguration.ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof EnvironmentChangeEvent) {
			this.breakers.ifUnique((breakers) -> this.breakersBefore = breakers.all());
			this.bulkheads.ifUnique((bulkheads) -> this.bulkheadsBefore = bulkheads.all());
		}
		else {
			this.breakers.ifUnique((breakers) -> breakers.keep(this.breakersBefore));
			this.bulkheads.ifUnique((bulkheads) -> bulkheads.keep(this.bulkheadsBefore));
			this.breakersBefore = Map.of();
			this.bulkheadsBefore = Map.of();
		}
	}

}
