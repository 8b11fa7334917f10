package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.test.util.ReflectionTestUtils;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.Resolution;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE completes, compared with what is bound and with what is in force by
 * default. If a default of a built-in policy changes, it changes in
 * {@code additional-spring-configuration-metadata.json} too.
 */
class ConfigurationMetadataTests {

	private static final String ROOT = "tencentcloud.resilience";

	/** What Boot itself binds for an endpoint and a health indicator. */
	private static final Set<String> ACTUATOR = Set.of("management.endpoint.tencentcloud.access",
			"management.endpoint.tencentcloud.cache.time-to-live", "management.health.tencentcloud.enabled");

	private static final Map<String, PropertySchema> ALL = Map.of(ROOT,
			PropertySchema.of(TencentCloudResilienceProperties.class), CredentialProperties.PREFIX,
			PropertySchema.of(CredentialProperties.class), SigningProperties.PREFIX,
			PropertySchema.of(SigningProperties.class));

	private final PropertySchema schema = PropertySchema.of(TencentCloudResilienceProperties.class);

	private final Catalogue catalogue = Catalogue.load();

	private final Map<String, Map<String, Object>> properties = new TreeMap<>();

	private final Map<String, List<Map<String, Object>>> hints = new TreeMap<>();

	@SuppressWarnings("unchecked")
	ConfigurationMetadataTests() throws IOException {
		URI classes = URI.create(
				TencentCloudResilienceProperties.class.getProtectionDomain().getCodeSource().getLocation().toString());
		try (InputStream in = classes.resolve("META-INF/spring-configuration-metadata.json").toURL().openStream()) {
			Map<String, Object> metadata = JsonParserFactory.getJsonParser()
				.parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8));
			((List<Map<String, Object>>) metadata.get("properties"))
				.forEach((property) -> this.properties.put((String) property.get("name"), property));
			((List<Map<String, Object>>) metadata.get("hints")).forEach((hint) -> this.hints
				.put((String) hint.get("name"), (List<Map<String, Object>>) hint.get("values")));
		}
	}

	@Test
	void everyKeyHasADescription() {
		List<String> keys = new ArrayList<>();
		ALL.forEach((prefix, schema) -> schema.forEachKey(prefix,
				(key, value) -> keys.add(key.replace(PropertySchema.ANY_NAME, "*"))));
		assertThat(this.properties.keySet()).containsAll(keys);
		assertThat(this.properties.values()).allSatisfy((property) -> {
			assertThat((String) property.get("description")).endsWith(".");
			assertThat((String) property.get("type")).isNotBlank();
		});
	}

	@Test
	void thereIsNoOtherKey() {
		assertThat(this.properties.keySet()).filteredOn((name) -> !ACTUATOR.contains(name)).allSatisfy((name) -> {
			String prefix = ALL.keySet().stream().filter((key) -> name.startsWith(key + ".")).findFirst().orElseThrow();
			String rest = name.substring(prefix.length() + 1);
			if (!List.of("codes", "reasons", "endings", "policies", "products", "accounts").contains(rest)
					&& !name.endsWith(".codes")) {
				assertThat(KeySuggestion.of(ALL.get(prefix), List.of(rest.split("\\.")), false)).isNotNull()
					.extracting(KeySuggestion::errors)
					.isEqualTo(0);
			}
		});
	}

	@Test
	void defaultsAreWhatIsInForce() {
		TencentCloudResilienceProperties bound = new Binder().bindOrCreate(ROOT,
				Bindable.of(TencentCloudResilienceProperties.class));
		compare(ROOT, this.schema, bound);
		compare(SigningProperties.PREFIX, PropertySchema.of(SigningProperties.class),
				new Binder().bindOrCreate(SigningProperties.PREFIX, Bindable.of(SigningProperties.class)));
		compare(CredentialProperties.PREFIX, PropertySchema.of(CredentialProperties.class),
				new Binder().bindOrCreate(CredentialProperties.PREFIX, Bindable.of(CredentialProperties.class)));
		compare(ROOT + ".timeout", PropertySchema.of(TimeoutProperties.class), TimeoutProperties.DEFAULTS);
		compare(ROOT + ".circuit-breaker", PropertySchema.of(BreakerProperties.class), BreakerProperties.DEFAULTS);
		compare(ROOT + ".retry-budget", PropertySchema.of(RetryBudgetProperties.class), RetryBudgetProperties.DEFAULTS);
		compare(ROOT + ".adaptive-throttling", PropertySchema.of(AdaptiveThrottlingProperties.class),
				AdaptiveThrottlingProperties.DEFAULTS);
		assertThat(bound.circuitBreaker().over(BreakerProperties.DEFAULTS)).isEqualTo(BreakerProperties.DEFAULTS);
	}

	@Test
	void defaultsOfBuiltInPoliciesAreThoseOfTheCatalogue() {
		this.catalogue.policies()
			.forEach((name, policy) -> compare(ROOT + ".policies." + name, PropertySchema.of(PolicyProperties.class),
					policy));
	}

	@Test
	void hintsAreComplete() {
		assertThat(values(".mode")).isEqualTo(ValueProblems.values(Mode.class));
		assertThat(values(".products.*.mode")).isEqualTo(ValueProblems.values(Mode.class));
		assertThat(values(".circuit-breaker.scope")).isEqualTo(ValueProblems.values(BreakerScope.class));
		assertThat(values(".policies.throttled.decision")).isEqualTo(ValueProblems.values(Decision.class));
		assertThat(values(".products.*.actions.*.item-codes.on-failure"))
			.isEqualTo(ValueProblems.values(ItemFailureHandling.class));
		assertThat(values(".products.*.actions.*.item-codes.path")).allSatisfy(ItemPath::of);
		assertThat(values(".policies.*.before-retry")).isEqualTo(ValueProblems.values(BeforeRetry.class));
		for (String hint : List.of(".default-policy", ".policies.keys", ".codes.values", ".reasons.values",
				".endings.values", ".products.*.codes.values", ".products.*.actions.*.codes.values")) {
			assertThat(values(hint)).containsExactlyInAnyOrderElementsOf(this.catalogue.policies().keySet());
		}
	}

	@Test
	void hintedCodesAreKnown() {
		PolicyResolver resolver = new ConfiguredPolicies(
				new Binder().bindOrCreate(ROOT, Bindable.of(TencentCloudResilienceProperties.class)), this.catalogue)
			.resolver();
		assertThat(values(".codes.keys")).hasSizeGreaterThanOrEqualTo(38)
			.doesNotHaveDuplicates()
			.allSatisfy((code) -> assertThat(resolver.resolve("cvm", "DescribeInstances", code).source())
				.isEqualTo(Resolution.Source.CATALOGUE));
		assertThat(values(".products.*.codes.keys")).isEqualTo(values(".codes.keys"));
	}

	/** Compare the defaults of a group with the fields of an object that holds them. */
	private void compare(String path, PropertySchema schema, Object expected) {
		((PropertySchema.Group) schema).keys().forEach((key, child) -> {
			Object value = value(expected, key);
			if (child instanceof PropertySchema.Value property && value != null) {
				Object metadata = this.properties.get(path + "." + key).get("defaultValue");
				assertThat(convert(metadata, property.type())).as(path + "." + key).isEqualTo(value);
			}
			else if (child instanceof PropertySchema.Group && value != null) {
				compare(path + "." + key, child, value);
			}
		});
	}

	private static @Nullable Object value(Object object, String key) {
		return Arrays.stream(object.getClass().getRecordComponents())
			.filter((component) -> DataObjectPropertyName.toDashedForm(component.getName()).equals(key))
			.map((component) -> ReflectionTestUtils.getField(object, component.getName()))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Object convert(@Nullable Object value, ResolvableType type) {
		return ApplicationConversionService.getSharedInstance()
			.convert(value, TypeDescriptor.forObject(value), new TypeDescriptor(type, null, null));
	}

	private List<String> values(String hint) {
		List<Map<String, Object>> values = this.hints.get(ROOT + hint);
		assertThat(values).as(hint).isNotNull();
		return values.stream().map((value) -> (String) value.get("value")).toList();
	}

}
