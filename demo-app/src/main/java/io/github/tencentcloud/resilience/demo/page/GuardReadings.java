package io.github.tencentcloud.resilience.demo.page;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.TencentCloudResilienceControl;

/**
 * Reads what guards the calls, from the gauges and the control. Only for one thread at a
 * time.
 */
@Component
class GuardReadings {

	private final MeterRegistry meters;

	private final TencentCloudResilienceControl control;

	/** What each budget was at its fullest, by product. */
	private final Map<String, Integer> full = new HashMap<>();

	GuardReadings(MeterRegistry meters, TencentCloudResilienceControl control) {
		this.meters = meters;
		this.control = control;
	}

	Guard read() {
		return new Guard(mode(), this.control.active().stream().map(SwitchNote::of).toList(),
				this.meters.find("tencentcloud.client.retry.budget")
					.gauges()
					.stream()
					.map(this::budget)
					.min(Comparator.comparingDouble(Budget::share).thenComparing(Budget::product))
					.orElse(null),
				ClockOffset.of(this.meters.find("tencentcloud.client.clock.offset")
					.gauges()
					.stream()
					.map(Gauge::value)
					.filter(Double::isFinite)
					.toList()));
	}

	private String mode() {
		Gauge info = this.meters.find("tencentcloud.client.info").gauge();
		return (info != null) ? Totals.tag(info, "mode") : "none";
	}

	private Budget budget(Gauge gauge) {
		int tokens = (int) gauge.value();
		String product = Totals.tag(gauge, "product");
		return new Budget(product, tokens, this.full.merge(product, tokens, Math::max));
	}

}
