package io.github.tencentcloud.resilience;

import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The version of a product's API, which is a date. YAML has dates, too: unless the
 * version is quoted, some loaders turn it into a {@link Date}, whose text then arrives
 * here.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class ApiVersion {

	private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	/** The format of {@link Date#toString()}, with the names of this JVM. */
	private static final String DATE = "EEE MMM dd HH:mm:ss zzz yyyy";

	/** The same without the zone. */
	private static final DateTimeFormatter LOCAL_DATE = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss uuuu",
			Locale.US);

	private static final Pattern ZONE = Pattern.compile(" \\S+( \\d{4})$");

	/** Anything that looks like a date, whatever its separators. */
	private static final Pattern SIMILAR = Pattern.compile("\\D{0,2}(\\d{4})\\D?(\\d{1,2})\\D?(\\d{1,2})(\\D.*)?");

	private ApiVersion() {
	}

	/**
	 * Read a version.
	 * @param text the version as it was written
	 * @return the version as it is sent, or {@code null} if this is not one
	 */
	public static @Nullable String of(String text) {
		String version = text.trim();
		LocalDate date = VERSION.matcher(version).matches() ? similar(version) : midnight(version);
		date = (date != null) ? date : midnightHere(version);
		return (date != null) ? date.toString() : null;
	}

	/**
	 * Guess which version was meant by a text that is not one.
	 * @param text the text
	 * @return the version that was probably meant, or {@code null}
	 */
	public static @Nullable String meant(String text) {
		LocalDate date = similar(text.trim());
		return (date != null) ? date.toString() : null;
	}

	private static @Nullable LocalDate similar(String text) {
		Matcher matcher = SIMILAR.matcher(text);
		try {
			return matcher.matches() ? LocalDate.of(Integer.parseInt(matcher.group(1)),
					Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** A date in YAML is midnight UTC, wherever it is printed. */
	private static @Nullable LocalDate midnight(String text) {
		ParsePosition position = new ParsePosition(0);
		Date date = new SimpleDateFormat(DATE, Locale.US).parse(text, position);
		if (date == null || position.getIndex() < text.length()) {
			return null;
		}
		LocalDateTime time = LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC);
		return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.toLocalDate() : null;
	}

	/**
	 * A zone's name is not enough if its offset has changed since then. What this JVM
	 * wrote, it can read by the rules of its own zone.
	 */
	private static @Nullable LocalDate midnightHere(String text) {
		String withoutZone = ZONE.matcher(text).replaceFirst("$1");
		try {
			LocalDateTime here = LocalDateTime.parse(withoutZone, LOCAL_DATE);
			return ZoneId.systemDefault()
				.getRules()
				.getValidOffsets(here)
				.stream()
				.map((offset) -> here.minusSeconds(offset.getTotalSeconds()))
				.filter((time) -> time.toLocalTime().equals(LocalTime.MIDNIGHT))
				.map(LocalDateTime::toLocalDate)
				.findFirst()
				.orElse(null);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
