package io.github.tencentcloud.resilience.client;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tencentcloudapi.common.Credential;

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
		try (JarFile jar = new JarFile(jar().toFile())) {
			jar.stream().map(JarEntry::getName).map(ENUM::matcher).filter(Matcher::matches).forEach((entry) -> {
				String type = entry.group().replace('/', '.').replace(".class", "");
				values(type).forEach((code) -> codes.add(new SdkCode(entry.group(1), code)));
			});
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException("The vendor's SDK cannot be read", ex);
		}
		return codes;
	}

	private static Path jar() throws URISyntaxException {
		return Path.of(Credential.class.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	/** An enum without constants has no {@code getValue} either. */
	private static List<String> values(String type) {
		List<String> values = new ArrayList<>();
		try {
			for (Object constant : Class.forName(type).getEnumConstants()) {
				values.add((String) constant.getClass().getMethod("getValue").invoke(constant));
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("'" + type + "' is not the enum it looks like", ex);
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
