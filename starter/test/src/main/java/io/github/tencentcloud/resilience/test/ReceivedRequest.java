package io.github.tencentcloud.resilience.test;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * A request that the fake Tencent Cloud received: one attempt of a call. Its common
 * parameters may have come as {@code X-TC-} headers (signature v3) or among the others
 * (signatures v1).
 */
public final class ReceivedRequest {

	private static final Pattern SCOPE = Pattern.compile("/([^/,]+)/tc3_request");

	/** Where the fake itself lives, which says nothing about a product. */
	private static final Pattern ADDRESS = Pattern.compile("(?:localhost|[\\d.]+|\\[.*])(?::\\d+)?");

	/** The vendor's SDK takes the first label of any host for the product. */
	private static final Pattern LABEL_OF_ADDRESS = Pattern.compile("localhost.*|\\d+|\\[.*");

	private static final int SHORT = 200;

	private final LoggedRequest request;

	private final String action;

	private final String version;

	private final Set<String> products;

	private final Map<String, String> parameters;

	private final @Nullable String secretId;

	private final @Nullable String refusal;

	private ReceivedRequest(LoggedRequest request, String action, String version, Map<String, String> parameters,
			@Nullable String refusal) {
		this.request = request;
		this.action = action;
		this.version = version;
		this.products = products(request);
		this.parameters = parameters;
		this.secretId = secretId(request);
		this.refusal = refusal;
	}

	/**
	 * Read a request.
	 * @throws Refusal if the API would not understand it
	 */
	static ReceivedRequest of(LoggedRequest request, @Nullable Refusal refusal) {
		RequestMethod method = request.getMethod();
		if (!method.equals(RequestMethod.GET) && !method.equals(RequestMethod.POST)) {
			throw new Refusal("UnsupportedProtocol",
					"The protocol is not supported. Only GET and POST requests are supported.");
		}
		Map<String, String> fields = Parameters.fields(request);
		String action = common(request, "Action", fields);
		String version = common(request, "Version", fields);
		return new ReceivedRequest(request, action, version, Parameters.of(request),
				(refusal != null) ? refusal.code() : null);
	}

	private static String common(LoggedRequest request, String name, Map<String, String> fields) {
		String header = request.getHeader("X-TC-" + name);
		String value = (header != null) ? header : fields.get(name);
		if (value == null || value.isBlank()) {
			throw Refusal.missingParameter(fields.containsKey("Action") ? name : "X-TC-" + name);
		}
		return value;
	}

	private static Set<String> products(LoggedRequest request) {
		Set<String> names = new LinkedHashSet<>();
		String host = SignedHost.of(request);
		if (!host.isEmpty() && !ADDRESS.matcher(host).matches()) {
			names.add(host.split("[.:]", 2)[0].toLowerCase(Locale.ROOT));
		}
		String authorization = request.getHeader("Authorization");
		Matcher scope = SCOPE.matcher((authorization != null) ? authorization : "");
		if (scope.find() && !LABEL_OF_ADDRESS.matcher(scope.group(1)).matches()) {
			names.add(scope.group(1).toLowerCase(Locale.ROOT));
		}
		return names;
	}

	private static @Nullable String secretId(LoggedRequest request) {
		try {
			return SignatureClaim.of(request).secretId();
		}
		catch (Refusal ex) {
			return null;
		}
	}

	/**
	 * The product that the request is for, by its host, else by its signature.
	 * @return the product, for example {@code sms}, or an empty text if nothing names it
	 */
	public String product() {
		return this.products.stream().findFirst().orElse("");
	}

	/**
	 * Whether the request is for a product, by its host or by its signature. If neither
	 * names any, it may be.
	 * @param product the product, for example {@code sms}
	 * @return whether it is
	 */
	public boolean isFor(String product) {
		return this.products.isEmpty() || this.products.contains(product.toLowerCase(Locale.ROOT));
	}

	boolean isFor(String product, String action) {
		return this.action.equals(action) && isFor(product);
	}

	/**
	 * The action.
	 * @return the action, for example {@code SendSms}
	 */
	public String action() {
		return this.action;
	}

	/**
	 * The version of the product's API.
	 * @return the version, for example {@code 2021-01-11}
	 */
	public String version() {
		return this.version;
	}

	/**
	 * The region.
	 * @return the region, for example {@code ap-guangzhou}, or {@code null} without one
	 */
	public @Nullable String region() {
		String header = header("X-TC-Region");
		return (header != null) ? header : Parameters.fields(this.request).get("Region");
	}

	/**
	 * Who signed.
	 * @return the SecretId, or {@code null} without a signature
	 */
	public @Nullable String secretId() {
		return this.secretId;
	}

	/**
	 * Why the signature was refused.
	 * @return the code, for example {@code AuthFailure.SignatureFailure}, or {@code null}
	 * if it was accepted or not checked
	 */
	public @Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * The method.
	 * @return {@code POST} or {@code GET}
	 */
	public String method() {
		return this.request.getMethod().value();
	}

	/**
	 * A header.
	 * @param name the name, in any case
	 * @return its value, or {@code null} if it is missing
	 */
	public @Nullable String header(String name) {
		return this.request.getHeader(name);
	}

	/**
	 * The body.
	 * @return the body as text
	 */
	public String body() {
		return this.request.getBodyAsString();
	}

	/**
	 * A value in the body.
	 * @param path a JSON path, for example {@code $.PhoneNumberSet[0]}; {@code $.} may be
	 * left out
	 * @return the value, a list or a map, or {@code null} if there is none
	 */
	public @Nullable Object body(String path) {
		try {
			return JsonPath.read(body(), path.startsWith("$") ? path : "$." + path);
		}
		catch (PathNotFoundException | IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * All parameters of the action, whether they came as JSON, in a form or in the query.
	 * @return the values by names such as {@code PhoneNumberSet.0}
	 */
	public Map<String, String> parameters() {
		return Map.copyOf(this.parameters);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(product().isEmpty() ? "?" : product()).append(' ')
			.append(this.action)
			.append(" (")
			.append(this.version)
			.append(')');
		String region = region();
		if (region != null) {
			text.append(" in ").append(region);
		}
		if (this.refusal != null) {
			text.append(", refused with ").append(this.refusal);
		}
		String content = "GET".equals(method()) ? String.valueOf(this.parameters) : body();
		return text.append(": ").append(shortened(content.replaceAll("\\s+", " "))).toString();
	}

	private static String shortened(String text) {
		return (text.length() <= SHORT) ? text : text.substring(0, SHORT) + "… (" + text.length() + " characters)";
	}

}
