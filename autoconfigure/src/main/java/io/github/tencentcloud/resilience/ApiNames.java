package io.github.tencentcloud.resilience;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The syntax of the names in a request. No server knows names of any other form, and one
 * with a line break cannot even be sent.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class ApiNames {

	private static final Pattern PRODUCT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

	private static final Pattern ACTION = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

	/** YAML reads an unquoted {@code no} as {@code false}. */
	private static final Pattern REGION = Pattern.compile("(?!(?:true|false)$)[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*");

	private ApiNames() {
	}

	/**
	 * Whether this can be the name of a product.
	 * @param name the name
	 * @return {@code true} for {@code cvm}
	 */
	public static boolean isProduct(String name) {
		return PRODUCT.matcher(name).matches();
	}

	/**
	 * Whether this can be the name of an action.
	 * @param name the name
	 * @return {@code true} for {@code DescribeInstances}
	 */
	public static boolean isAction(String name) {
		return ACTION.matcher(name).matches();
	}

	/**
	 * Whether this can be the name of a region.
	 * @param name the name
	 * @return {@code true} for {@code ap-guangzhou}
	 */
	public static boolean isRegion(String name) {
		return REGION.matcher(name).matches();
	}

	/**
	 * Guess which region was meant by a text that is not one.
	 * @param name the name
	 * @return the region that was probably meant, or {@code null}
	 */
	public static @Nullable String regionMeant(String name) {
		String meant = name.trim().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
		return isRegion(meant) ? meant : null;
	}

}
