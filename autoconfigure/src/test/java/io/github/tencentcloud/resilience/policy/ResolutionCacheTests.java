package io.github.tencentcloud.resilience.policy;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Decision;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is remembered, and that it has a limit.
 */
class ResolutionCacheTests {

	private final ResolutionCache cache = new ResolutionCache();

	@Test
	void remembersByProductActionAndCode() {
		Resolution first = put("cvm", "RunInstances", "InternalError");
		Resolution second = put("cvm", "DescribeInstances", "InternalError");
		assertThat(this.cache.get("cvm", "RunInstances", "InternalError")).isSameAs(first);
		assertThat(this.cache.get("cvm", "DescribeInstances", "InternalError")).isSameAs(second);
		assertThat(this.cache.get("sms", "RunInstances", "InternalError")).isNull();
		assertThat(this.cache.get("cvm", "RunInstances", "InternalError.Busy")).isNull();
	}

	@Test
	void forgetsWhatIsTooLong() {
		String tooLong = "A".repeat(101);
		put("cvm", "RunInstances", tooLong);
		put("cvm", tooLong, "InternalError");
		put(tooLong, "RunInstances", "InternalError");
		assertThat(this.cache.get("cvm", "RunInstances", tooLong)).isNull();
		assertThat(this.cache.get("cvm", tooLong, "InternalError")).isNull();
		assertThat(this.cache.get(tooLong, "RunInstances", "InternalError")).isNull();
	}

	@Test
	void whatIsKnownTakesNoMoreRoom() {
		Resolution first = put("cvm", "RunInstances", "InternalError");
		for (int i = 0; i < 20_000; i++) {
			put("cvm", "RunInstances", "InternalError");
		}
		assertThat(this.cache.get("cvm", "RunInstances", "InternalError")).isSameAs(first);
		put("cvm", "RunInstances", "OneMore");
		assertThat(this.cache.get("cvm", "RunInstances", "OneMore")).isNotNull();
	}

	@Test
	void hasRoomForTwentyThousand() {
		for (int i = 0; i < 20_000; i++) {
			put("cvm", "RunInstances", "Code" + i);
		}
		put("cvm", "RunInstances", "OneMore");
		assertThat(this.cache.get("cvm", "RunInstances", "Code19999")).isNotNull();
		assertThat(this.cache.get("cvm", "RunInstances", "OneMore")).isNull();
	}

	private Resolution put(String product, String action, String code) {
		Resolution resolution = new Resolution(code, Policy.of("a", Decision.FAIL));
		this.cache.put(product, action, resolution);
		return resolution;
	}

}
