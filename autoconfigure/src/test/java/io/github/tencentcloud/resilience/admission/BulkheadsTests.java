package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.SystemTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Bulkheads} where more products are called than there should be.
 */
class BulkheadsTests {

	private final BulkheadRegistry registry = BulkheadRegistry.ofDefaults();

	private final Bulkheads bulkheads = new Bulkheads(this.registry,
			(product) -> product.equals("configured") ? new BulkheadSettings(1, Duration.ofMinutes(1)) : null,
			new SystemTime());

	@Test
	void productsBeyondTheThousandHaveNone() {
		callManyProducts();
		assertThat(this.bulkheads.permit("one-more")).isNull();
		assertThat(this.registry.getAllBulkheads()).isEmpty();
	}

	/** Who waits waits in the queue that those who leave look into. */
	@Test
	void configuredOneHasItsOwnQueueHoweverLateItComes() {
		callManyProducts();
		assertThatPlaceIsHandedOver("configured");
	}

	@Test
	void oneOfTheRegistryToo() {
		callManyProducts();
		this.registry.bulkhead("tencentcloud-user",
				BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ofMinutes(1)).build());
		assertThatPlaceIsHandedOver("user");
	}

	private void assertThatPlaceIsHandedOver(String product) {
		BulkheadPermit first = this.bulkheads.permit(product);
		assertThat(first.take(0, Long.MAX_VALUE)).isNull();
		BulkheadPermit second = this.bulkheads.permit(product);
		CompletionStage<?> place = second.take(0, Long.MAX_VALUE);
		assertThat(place).isNotNull().isNotDone();
		first.leave();
		assertThat(place.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
		second.leave();
	}

	private void callManyProducts() {
		for (int i = 0; i < 2000; i++) {
			assertThat(this.bulkheads.permit("product" + i)).isNull();
		}
	}

}
