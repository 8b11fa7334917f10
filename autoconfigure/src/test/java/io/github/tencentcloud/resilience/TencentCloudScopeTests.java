package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TencentCloudScope}. Times are days, so that no machine is too slow.
 */
class TencentCloudScopeTests {

	@AfterEach
	void nothingIsLeftOnTheThread() {
		assertThat(TencentCloudScope.deadline()).isNull();
		assertThat(TencentCloudScope.attributes(Map.of())).isEmpty();
	}

	@Test
	void requestsGetWhatTheyDoNotSayThemselves() {
		try (TencentCloudScope scope = open(
				TencentCloudAttributes.product("cvm").andThen(TencentCloudAttributes.unwrap(true)))) {
			assertThat(TencentCloudScope.attributes(Map.of())).isEqualTo(
					attributes(TencentCloudAttributes.product("cvm").andThen(TencentCloudAttributes.unwrap(true))));
			assertThat(TencentCloudScope.attributes(attributes(TencentCloudAttributes.product("sms")))).isEqualTo(
					attributes(TencentCloudAttributes.product("sms").andThen(TencentCloudAttributes.unwrap(true))));
			assertThat(TencentCloudScope.deadline()).isNull();
		}
	}

	@Test
	void withoutAScopeRequestsKeepTheirOwn() {
		Map<String, Object> own = attributes(TencentCloudAttributes.product("sms"));
		assertThat(TencentCloudScope.attributes(own)).isSameAs(own);
		try (TencentCloudScope scope = open(TencentCloudAttributes.deadline(Duration.ofDays(3)))) {
			assertThat(TencentCloudScope.attributes(own)).isSameAs(own);
		}
	}

	@Test
	void innerScopeAddsAndOverrides() {
		try (TencentCloudScope outer = open(
				TencentCloudAttributes.product("cvm").andThen(TencentCloudAttributes.unwrap(true)))) {
			try (TencentCloudScope inner = open(
					TencentCloudAttributes.product("sms").andThen(TencentCloudAttributes.idempotent(true)))) {
				assertThat(TencentCloudScope.attributes(Map.of()))
					.isEqualTo(attributes(TencentCloudAttributes.product("sms")
						.andThen(TencentCloudAttributes.unwrap(true))
						.andThen(TencentCloudAttributes.idempotent(true))));
			}
			assertThat(TencentCloudScope.attributes(Map.of())).isEqualTo(
					attributes(TencentCloudAttributes.product("cvm").andThen(TencentCloudAttributes.unwrap(true))));
		}
	}

	@Test
	void earlierDeadlineWins() {
		try (TencentCloudScope outer = open(TencentCloudAttributes.deadline(Duration.ofDays(5)))) {
			try (TencentCloudScope inner = open(TencentCloudAttributes.deadline(Duration.ofDays(9)))) {
				assertLeft(5);
			}
			try (TencentCloudScope inner = open(
					TencentCloudAttributes.deadline(Instant.now().plus(Duration.ofDays(2))))) {
				assertLeft(2);
				try (TencentCloudScope innermost = open(TencentCloudAttributes.product("sms"))) {
					assertLeft(2);
				}
			}
			assertLeft(5);
			assertThat(TencentCloudScope.attributes(Map.of())).as("it is no attribute").isEmpty();
		}
	}

	@Test
	void deadlinesMayBeOver() {
		try (TencentCloudScope scope = open(TencentCloudAttributes.deadline(Instant.now().minus(Duration.ofDays(3))))) {
			assertLeft(-3);
		}
	}

	@Test
	void deadlinesMayBeFarAway() {
		for (Consumer<Map<String, Object>> far : List.of(
				TencentCloudAttributes.deadline(Duration.ofSeconds(Long.MAX_VALUE)),
				TencentCloudAttributes.deadline(Instant.MAX))) {
			try (TencentCloudScope scope = open(far)) {
				assertLeft(365);
			}
		}
		try (TencentCloudScope scope = open(TencentCloudAttributes.deadline(Instant.MIN))) {
			assertLeft(-365);
		}
	}

	@Test
	void closedOutOfOrder() {
		TencentCloudScope outer = open(TencentCloudAttributes.product("outer"));
		TencentCloudScope middle = open(TencentCloudAttributes.product("middle"));
		TencentCloudScope inner = open(TencentCloudAttributes.product("inner"));
		middle.close();
		assertProduct("inner");
		outer.close();
		assertProduct("inner");
		inner.close();
		assertThat(TencentCloudScope.attributes(Map.of())).isEmpty();
	}

	@Test
	void closedTwice() {
		try (TencentCloudScope outer = open(TencentCloudAttributes.product("outer"))) {
			TencentCloudScope first = open(TencentCloudAttributes.product("first"));
			first.close();
			TencentCloudScope second = open(TencentCloudAttributes.product("second"));
			first.close();
			assertProduct("second");
			second.close();
			assertProduct("outer");
		}
	}

	@Test
	void otherThreadsHaveTheirOwn() {
		try (TencentCloudScope scope = open(TencentCloudAttributes.product("cvm"))) {
			assertThat(CompletableFuture.supplyAsync(() -> TencentCloudScope.attributes(Map.of())).join()).isEmpty();
		}
	}

	/** A thread of a pool must not keep a deadline that has long passed. */
	@Test
	void closedByAnotherThread() {
		TencentCloudScope scope = open(TencentCloudAttributes.deadline(Duration.ofDays(2)));
		CompletableFuture.runAsync(scope::close).join();
		assertThat(TencentCloudScope.deadline()).isNull();
	}

	private static TencentCloudScope open(Consumer<Map<String, Object>> attributes) {
		return TencentCloudScope.open(attributes);
	}

	private static Map<String, Object> attributes(Consumer<Map<String, Object>> attributes) {
		Map<String, Object> all = new HashMap<>();
		attributes.accept(all);
		return all;
	}

	private static void assertProduct(String product) {
		assertThat(TencentCloudScope.attributes(Map.of()))
			.isEqualTo(attributes(TencentCloudAttributes.product(product)));
	}

	private static void assertLeft(long days) {
		assertThat(TencentCloudScope.deadline()).isBetween(Duration.ofDays(days - 1), Duration.ofDays(days));
	}

}
