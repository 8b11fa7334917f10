package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.KnownNames;

/**
 * Finds the code, reason, product, action or region that somebody has mistyped. A name
 * that is not known is no mistake: only what is one letter from a known one may be.
 */
final class MeantNames {

	private final Catalogue catalogue;

	private final Supplier<KnownNames> names;

	private final Supplier<ExistingNames> codes;

	/** The first words of codes. */
	private final Supplier<ExistingNames> words;

	private final Supplier<ExistingNames> reasons;

	private final Supplier<ExistingNames> products;

	private final BoundedMap<String, Optional<String>> found;

	/**
	 * Create it.
	 * @param catalogue what the library knows
	 * @param names what the vendor's SDK knows besides
	 * @param found what has been found before, by what and where was looked for; what is
	 * looked for again is not searched again
	 */
	MeantNames(Catalogue catalogue, Supplier<KnownNames> names, BoundedMap<String, Optional<String>> found) {
		this.catalogue = catalogue;
		this.found = found;
		this.names = SingletonSupplier.of(names);
		this.codes = existing(() -> codes(catalogue));
		this.words = existing(() -> codes(catalogue).map(MeantNames::word));
		this.reasons = existing(() -> codes(catalogue).map(MeantNames::afterWord));
		this.products = existing(
				() -> Stream.concat(this.names.get().products().stream(), catalogue.items().products().stream()));
	}

	/** Most applications write few names, and so need few of what is known. */
	private static Supplier<ExistingNames> existing(Supplier<Stream<String>> names) {
		return SingletonSupplier.of(() -> new ExistingNames(names.get()));
	}

	private static Stream<String> codes(Catalogue catalogue) {
		return catalogue.rules().all().stream().map(CodeRule::key);
	}

	private static String word(String code) {
		return code.split("\\.", 2)[0];
	}

	private static String afterWord(String code) {
		return code.substring(code.indexOf('.') + 1);
	}

	private @Nullable String once(String kind, String name, Function<String, @Nullable String> search) {
		return this.found.get(kind + " " + name, (key) -> Optional.ofNullable(search.apply(name))).orElse(null);
	}

	/** The code for a code or its prefix, or {@code null} if that may be right. */
	@Nullable String code(String code) {
		return once("code", code, this::searchCode);
	}

	private @Nullable String searchCode(String code) {
		String meant = this.catalogue.rules().lists(code) ? null : meant(code);
		return (meant != null && this.names.get().codes().stream().anyMatch(code::equalsIgnoreCase)) ? null : meant;
	}

	private @Nullable String meant(String code) {
		String meant = this.codes.get().meant(code);
		if (meant != null || this.codes.get().contains(code)) {
			return meant;
		}
		String word = word(code);
		String rest = code.substring(word.length());
		meant = this.words.get().meant(word);
		if (meant != null) {
			return meant + rest;
		}
		meant = rest.isEmpty() ? null : this.reasons.get().meant(afterWord(code));
		return (meant != null) ? word + "." + meant : null;
	}

	/** The reason for a reason or its ending, or {@code null} if that may be right. */
	@Nullable String reason(String reason) {
		return once("reason", reason, this::searchReason);
	}

	private @Nullable String searchReason(String reason) {
		String meant = this.reasons.get().meant(reason);
		return (meant != null
				&& this.names.get().codes().stream().map(MeantNames::afterWord).anyMatch(reason::equalsIgnoreCase))
						? null : meant;
	}

	/** A built-in policy, unless it is one, whatever way it is spelled. */
	@Nullable String policy(String policy) {
		Set<String> known = this.catalogue.policies().keySet();
		return (new PolicyNames(known, Set.of()).find(policy) != null) ? null : TypingError.meant(policy, known);
	}

	@Nullable String product(String product) {
		return once("product", product, (name) -> this.products.get().meant(name));
	}

	@Nullable String action(String product, String action) {
		return once("action of " + product, action, (name) -> searchAction(product, name));
	}

	private @Nullable String searchAction(String product, String action) {
		String meant = TypingError.meant(action, this.catalogue.items().of(product).keySet());
		return (meant != null && this.names.get().actions().stream().anyMatch(action::equalsIgnoreCase)) ? null : meant;
	}

	/**
	 * The region for one that is mistyped, lacks what comes before the city, or is a
	 * zone.
	 */
	@Nullable String region(String region) {
		return once("region", region, this::searchRegion);
	}

	private @Nullable String searchRegion(String region) {
		Set<String> regions = this.names.get().regions();
		for (String known : regions) {
			if (known.substring(known.indexOf('-') + 1).equalsIgnoreCase(region)
					|| region.matches("(?i)" + known + "-\\d{1,2}")) {
				return known;
			}
		}
		return TypingError.meant(region, regions);
	}

}
