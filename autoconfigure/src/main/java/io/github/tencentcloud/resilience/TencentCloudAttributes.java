package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.util.Assert;

/**
 * Attributes of a single request, to be set with the HTTP client:
 *
 * <pre class="code">
 * client.post().attributes(TencentCloudAttributes.idempotent(true))
 * </pre>
 */
public final class TencentCloudAttributes {

	/** The name of the attribute that {@link #product} sets. */
	public static final String PRODUCT = name("product");

	/** The name of the attribute that {@link #account} sets. */
	public static final String ACCOUNT = name("account");

	/** The name of the attribute that {@link #idempotent} sets. */
	public static final String IDEMPOTENT = name("idempotent");

	/** The name of the attribute that {@link #unwrap} sets. */
	public static final String UNWRAP = name("unwrap");

	/** The name of the attribute that {@link #deadline(Duration)} sets. */
	public static final String DEADLINE = name("deadline");

	/** The name of the attribute that {@link #annotated} sets. */
	public static final String ANNOTATED = name("annotated");

	private TencentCloudAttributes() {
	}

	/**
	 * The product, where the host does not reveal it.
	 * @param product for example {@code cvm}
	 * @return a consumer that sets the attribute
	 * @throws IllegalArgumentException if it cannot be the name of a product
	 */
	public static Consumer<Map<String, Object>> product(String product) {
		Assert.isTrue(ApiNames.isProduct(product), () -> "'" + product + "' is no product, such as 'cvm'");
		return (attributes) -> attributes.put(PRODUCT, product);
	}

	/**
	 * The account whose credentials sign the request.
	 * @param account a name under {@code tencentcloud.credentials.accounts}
	 * @return a consumer that sets the attribute
	 */
	public static Consumer<Map<String, Object>> account(String account) {
		return (attributes) -> attributes.put(ACCOUNT, account);
	}

	/**
	 * Whether this request is safe to repeat, whatever its action is.
	 * @param idempotent {@code true} if it may
	 * @return a consumer that sets the attribute
	 */
	public static Consumer<Map<String, Object>> idempotent(boolean idempotent) {
		return (attributes) -> attributes.put(IDEMPOTENT, idempotent);
	}

	/**
	 * Whether the caller gets only the content of {@code Response}.
	 * @param unwrap {@code true} for the content, {@code false} for the whole envelope
	 * @return a consumer that sets the attribute
	 */
	public static Consumer<Map<String, Object>> unwrap(boolean unwrap) {
		return (attributes) -> attributes.put(UNWRAP, unwrap);
	}

	/**
	 * How long this call may take at most, attempts and waits together. It shortens
	 * {@code timeout.call} and never lengthens it.
	 * @param deadline the limit, counted from the beginning of the call
	 * @return a consumer that sets the attribute
	 */
	public static Consumer<Map<String, Object>> deadline(Duration deadline) {
		return (attributes) -> attributes.put(DEADLINE, deadline);
	}

	/**
	 * When this call has to be over at the latest, attempts and waits together. It
	 * shortens {@code timeout.call} and never lengthens it; a deadline that has passed
	 * ends the call before anything is sent. A deadline in Reactor's context applies to
	 * all calls below.
	 * @param deadline the point in time
	 * @return a consumer that sets the attribute
	 */
	public static Consumer<Map<String, Object>> deadline(Instant deadline) {
		return (attributes) -> attributes.put(DEADLINE, deadline);
	}

	/**
	 * Marks the request as coming from an HTTP interface whose annotations say what it
	 * calls. With {@link #product(String)} it is guarded whatever its address. In each
	 * mode the caller gets the content of {@code Response}, or an exception if there is
	 * an error in it, unless {@code unwrap} is {@code false}.
	 * @return a consumer that sets the attribute
	 */
	public static Consumer<Map<String, Object>> annotated() {
		return (attributes) -> attributes.put(ANNOTATED, true);
	}

	private static String name(String attribute) {
		return TencentCloudAttributes.class.getName() + "." + attribute;
	}

}
