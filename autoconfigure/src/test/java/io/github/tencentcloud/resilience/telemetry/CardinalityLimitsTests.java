package io.github.tencentcloud.resilience.telemetry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CardinalityLimitsTests {

	@Test
	void defaults() {
		assertThat(CardinalityLimits.defaults()).isEqualTo(new CardinalityLimits(50, 200, 50, 200, 10_000));
	}

	@ParameterizedTest
	@CsvSource({ "0,1,1,1,1,max-products", "1,0,1,1,1,max-actions", "1,1,0,1,1,max-regions", "1,1,1,-1,1,max-codes",
			"1,1,1,1,0,max-series" })
	void limitsArePositive(int products, int actions, int regions, int codes, int series, String wrong) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CardinalityLimits(products, actions, regions, codes, series))
			.withMessageStartingWith(wrong + " must be greater than 0, but is ");
	}

}
