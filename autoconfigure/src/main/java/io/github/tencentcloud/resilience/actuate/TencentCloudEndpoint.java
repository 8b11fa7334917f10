package io.github.tencentcloud.resilience.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.convert.DurationStyle;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.UntrustedText;

/**
 * The endpoint {@code tencentcloud}: what is in force, what is decided about a code and
 * why, and a switch. Only reading is allowed unless
 * {@code management.endpoint.tencentcloud.access} is {@code unrestricted}.
 */
@WebEndpoint(id = TencentCloudEndpoint.ID, defaultAccess = Access.READ_ONLY)
public class TencentCloudEndpoint {

	static final String ID = "tencentcloud";

	/** The most products in a note. Calls may have made up any number of them. */
	private static final int MAX_NAMES = 20;

	private static final Duration DEFAULT_DURATION = Duration.ofHours(1);

	private final ReportWriter reports;

	private final CodeExplainer explainer;

	private final TencentCloudResilienceControl control;

	/**
	 * Create the endpoint.
	 * @param reports says what is in force
	 * @param explainer explains codes
	 * @param control the switch itself
	 */
	public TencentCloudEndpoint(ReportWriter reports, CodeExplainer explainer, TencentCloudResilienceControl control) {
		this.reports = reports;
		this.explainer = explainer;
		this.control = control;
	}

	/**
	 * What is in force.
	 * @return the report
	 */
	@ReadOperation
	public ResilienceReport report() {
		return this.reports.write();
	}

	/**
	 * What is decided about a code.
	 * @param code the code
	 * @param product the product of the call, or {@code null}
	 * @param action the action of the call, or {@code null}
	 * @return the explanation
	 */
	@ReadOperation
	public CodeExplanation explain(@Selector String code, @Nullable String product, @Nullable String action) {
		return this.explainer.explain(code, product, action);
	}

	/**
	 * Switch something for a while.
	 * @param retries {@code off}, or {@code null} to leave them
	 * @param mode the mode, or {@code null} to leave it
	 * @param product the product, or {@code null} for all
	 * @param duration for how long; in the request its name is {@code for}
	 * @return what is switched now, or status 400 with what is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<SwitchResult> change(@Nullable String retries, @Nullable String mode,
			@Nullable String product, @Nullable String duration) {
		if (!this.reports.isEnabled()) {
			return problem("tencentcloud.resilience.enabled is false, so switching would have no effect. "
					+ "Set it to true, and restart this instance.");
		}
		try {
			Mode newMode = (mode != null) ? mode(mode) : null;
			check(retries, newMode, product);
			Duration time = duration(duration);
			if (retries != null) {
				this.control.switchRetriesOff(product, time);
			}
			if (newMode != null) {
				this.control.switchMode(newMode, product, time);
			}
			return new WebEndpointResponse<>(new SwitchResult(null, note(product), this.reports.switches()));
		}
		catch (IllegalArgumentException ex) {
			return problem(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * End what is switched.
	 * @param product the product whose switches end, or {@code null} for all
	 * @return what is switched now
	 */
	@DeleteOperation
	public SwitchResult end(@Nullable String product) {
		int ended = ((product != null) ? this.control.end(product) : this.control.endAll()).size();
		return new SwitchResult(null, (ended == 0) ? "Nothing was switched" : ended + " ended",
				this.reports.switches());
	}

	WebEndpointResponse<SwitchResult> problem(String problem) {
		return new WebEndpointResponse<>(new SwitchResult(problem, null, this.reports.switches()),
				WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	private static void check(@Nullable String retries, @Nullable Mode mode, @Nullable String product) {
		if (retries == null && mode == null) {
			throw new IllegalArgumentException("Say what to switch: \"retries\": \"off\", or \"mode\": \"observe\".");
		}
		if (retries != null && !retries.equalsIgnoreCase("off")) {
			throw new IllegalArgumentException("Retries can only be switched \"off\", not '"
					+ UntrustedText.name(retries) + "'. To switch them on again, send DELETE to this address.");
		}
		if (product != null && product.isBlank()) {
			throw new IllegalArgumentException("The product is blank. Leave it out to mean all products.");
		}
	}

	private static Mode mode(String mode) {
		List<String> modes = Arrays.stream(Mode.values()).map(Mode::value).toList();
		if (!modes.contains(mode.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("There is no mode '" + UntrustedText.name(mode) + "'. Write one of "
					+ String.join(", ", modes) + ".");
		}
		return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
	}

	private static Duration duration(@Nullable String duration) {
		if (duration == null) {
			return DEFAULT_DURATION;
		}
		Duration parsed = parse(duration);
		if (parsed.isZero() || parsed.isNegative() || parsed.compareTo(TencentCloudResilienceControl.LONGEST) > 0) {
			throw new IllegalArgumentException("A switch lasts longer than 0s and at most "
					+ TencentCloudResilienceControl.LONGEST.toHours() + "h, not '" + UntrustedText.name(duration)
					+ "'. Anything that should last longer belongs in the configuration.");
		}
		return parsed;
	}

	/** A bare number would be milliseconds, which nobody means here. */
	private static Duration parse(String duration) {
		try {
			if (!duration.chars().allMatch(Character::isDigit)) {
				return DurationStyle.detectAndParse(duration);
			}
		}
		catch (IllegalArgumentException ex) {
			// Said below
		}
		throw new IllegalArgumentException("'" + UntrustedText.name(duration)
				+ "' is not a duration. Write a number with a unit, such as 15m or 1h.");
	}

	private @Nullable String note(@Nullable String product) {
		Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		this.reports.products().forEach((entry) -> known.add(entry.name()));
		return (product == null || known.contains(product)) ? null : "This instance has made no call to a product '"
				+ product + "', and none is configured. Known: " + (known.isEmpty() ? "none" : names(known, MAX_NAMES));
	}

	/** The first names, and how many more there are. */
	static String names(Collection<String> names, int max) {
		String first = names.stream().limit(max).collect(Collectors.joining(", "));
		return (names.size() > max) ? first + " and " + (names.size() - max) + " more" : first;
	}

}
