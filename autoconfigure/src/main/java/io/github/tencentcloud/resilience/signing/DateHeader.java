package io.github.tencentcloud.resilience.signing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Date} of a response.
 */
final class DateHeader {

	/** A {@code Date} further off than this is ignored. */
	private static final Duration MAX_OFFSET = Duration.ofHours(24);

	private DateHeader() {
	}

	/** The offset that a {@code Date} shows, or {@code null} if it is of no use. */
	static @Nullable Duration offset(@Nullable String dateHeader, Instant own) {
		if (dateHeader == null) {
			return null;
		}
		try {
			Instant date = ZonedDateTime.parse(dateHeader.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration offset = Duration.between(own, date);
			return (offset.abs().compareTo(MAX_OFFSET) <= 0) ? offset : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
