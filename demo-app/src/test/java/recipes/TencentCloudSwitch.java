package recipes;

import java.time.Duration;
import java.util.List;

import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.ResilienceSwitch;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;

@Component
@ManagedResource("com.example:type=TencentCloudSwitch")
public class TencentCloudSwitch {

	private final TencentCloudResilienceControl control;

	TencentCloudSwitch(TencentCloudResilienceControl control) {
		this.control = control;
	}

	@ManagedAttribute
	public List<String> getSwitches() {
		return this.control.active().stream().map(ResilienceSwitch::toString).toList();
	}

	@ManagedOperation
	public void switchRetriesOff(String product, int minutes) {
		this.control.switchRetriesOff(product, Duration.ofMinutes(minutes));
	}

	@ManagedOperation
	public void end(String product) {
		this.control.end(product);
	}

}
