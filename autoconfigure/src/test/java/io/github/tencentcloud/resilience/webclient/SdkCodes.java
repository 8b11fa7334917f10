package io.github.tencentcloud.resilience.webclient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Every error code that the vendor writes down: the values of all {@code *ErrorCode}
 * enums of the SDK's jar on the class path, each with its product. The versions of a
 * product count as one.
 */
public final class SdkCodes {

	private static final Pattern ENUM = Pattern.compile("com/tencentcloudapi/(\\w+)/v\\d+/\\w+ErrorCode\\.class");

	private SdkCodes() {
	}

	public static SortedSet<SdkCode> all() {
		SortedSet<SdkCode> codes = new TreeSet<>();
		SdkJar.classes(ENUM)
			.forEach((entry) -> values(SdkJar.type(entry.group()))
				.forEach((code) -> codes.add(new SdkCode(entry.group(1), code))));
		return codes;
	}

	/** An enum without constants has no {@code getValue} either. */
	private static List<String> values(Class<?> type) {
		List<String> values = new ArrayList<>();
		try {
			for (Object constant : type.getEnumConstants()) {
				values.add((String) constant.getClass().getMethod("getValue").invoke(constant));
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("'" + type.getName() + "' is not the enum it looks like", ex);
		}
		return values;
	}

	/**
	 * A code as one product uses it.
	 *
	 * @param product the name of the product's package, for example {@code cvm}
	 * @param code the code
	 */
	public record SdkCode(String product, String code) implements Comparable<SdkCode> {

		private static final Comparator<SdkCode> ORDER = Comparator.comparing(SdkCode::product)
			.thenComparing(SdkCode::code);

		@Override
		public int compareTo(SdkCode other) {
			return ORDER.compare(this, other);
		}

		@Override
		public String toString() {
			return this.product + " " + this.code;
		}

	}

}
