package io.github.tencentcloud.resilience;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.TimeZone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiVersion}.
 */
class ApiVersionTests {

	/** Some have moved from one offset to another since, and some of them to and fro. */
	@ParameterizedTest
	@ValueSource(strings = { "UTC", "Europe/Istanbul", "Africa/Sao_Tome", "America/Punta_Arenas", "Asia/Tomsk",
			"Europe/Simferopol", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "GMT+03:00" })
	void dateOfAnyDayInAnyZone(String zone) {
		TimeZone before = TimeZone.getDefault();
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		try {
			LocalDate.of(2012, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).forEach((day) -> {
				String text = Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()).toString();
				assertThat(ApiVersion.of(text)).as(text).isEqualTo(day.toString());
			});
		}
		finally {
			TimeZone.setDefault(before);
		}
	}

	@Test
	void otherTimesOfADayAreNoVersion() {
		assertThat(ApiVersion.of("Sun Mar 12 07:30:00 UTC 2017")).isNull();
		assertThat(ApiVersion.of("Sun Mar 12 25:00:00 UTC 2017")).isNull();
		assertThat(ApiVersion.of("Sun Mar 12 00:00:00 2017")).isNull();
	}

}
