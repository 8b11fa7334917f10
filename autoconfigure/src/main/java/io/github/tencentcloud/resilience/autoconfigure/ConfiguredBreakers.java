package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;

import io.github.tencentcloud.resilience.Memo;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;

/**
 * The settings of circuit breakers as configured: those of the product over those of all
 * products over the defaults.
 */
final class ConfiguredBreakers implements Function<String, BreakerSettings> {

	private final Memo<BreakerProperties, BreakerSettings> settings;

	private final BreakerProperties global;

	private final ByProduct<BreakerProperties> products;

	ConfiguredBreakers(TencentCloudResilienceProperties properties) {
		this(properties, new Memo<>(ConfiguredBreakers::settings));
	}

	/**
	 * Find the settings where they have been made before.
	 * @param properties the configuration
	 * @param settings the settings that follow from properties
	 */
	ConfiguredBreakers(TencentCloudResilienceProperties properties, Memo<BreakerProperties, BreakerSettings> settings) {
		this.settings = settings;
		this.global = properties.circuitBreaker().over(BreakerProperties.DEFAULTS);
		this.products = new ByProduct<>(properties, (name, product) -> product(product));
	}

	/** Fail-over has to know the health of each host. */
	private BreakerProperties product(ProductProperties product) {
		BreakerProperties properties = (product.circuitBreaker() != null) ? product.circuitBreaker().over(this.global)
				: this.global;
		return product.failOver().isEmpty() ? properties : properties.byHost();
	}

	@Override
	public BreakerSettings apply(String product) {
		return this.settings.get(ofProduct(product));
	}

	static BreakerSettings settings(BreakerProperties properties) {
		Set<BreakerScope> scope = new LinkedHashSet<>();
		for (BreakerScope candidate : BreakerScope.values()) {
			if (properties.scope() != null && properties.scope().contains(candidate)) {
				scope.add(candidate);
			}
		}
		return new BreakerSettings(!Boolean.FALSE.equals(properties.enabled()), scope, config(properties));
	}

	BreakerProperties ofProduct(@Nullable String product) {
		return (product != null) ? this.products.find(product, this.global) : this.global;
	}

	/**
	 * The configured product that a circuit breaker belongs to, as far as its name says:
	 * {@code sms} for {@code tencentcloud-sms-ap-guangzhou}.
	 */
	@Nullable String productOf(String breaker) {
		String rest = breaker.toLowerCase(Locale.ROOT).substring(CircuitBreakers.NAME_PREFIX.length()) + "-";
		return this.products.names()
			.stream()
			.filter((product) -> rest.startsWith(product.toLowerCase(Locale.ROOT) + "-"))
			.max(Comparator.comparingInt(String::length))
			.orElse(null);
	}

	private static CircuitBreakerConfig config(BreakerProperties properties) {
		CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.custom();
		PropertyMapper map = PropertyMapper.get();
		map.from(properties::failureRateThreshold).to(builder::failureRateThreshold);
		map.from(properties::slowCallRateThreshold).to(builder::slowCallRateThreshold);
		map.from(properties::slowCallDurationThreshold).to(builder::slowCallDurationThreshold);
		map.from(properties::slidingWindowType).to(builder::slidingWindowType);
		map.from(properties::slidingWindowSize).to(builder::slidingWindowSize);
		map.from(properties::minimumNumberOfCalls).to(builder::minimumNumberOfCalls);
		map.from(properties::waitDurationInOpenState).to(builder::waitDurationInOpenState);
		map.from(properties::permittedNumberOfCallsInHalfOpenState).to(builder::permittedNumberOfCallsInHalfOpenState);
		map.from(properties::maxWaitDurationInHalfOpenState).to(builder::maxWaitDurationInHalfOpenState);
		map.from(properties::automaticTransitionFromOpenToHalfOpenEnabled)
			.to(builder::automaticTransitionFromOpenToHalfOpenEnabled);
		return builder.build();
	}

}
