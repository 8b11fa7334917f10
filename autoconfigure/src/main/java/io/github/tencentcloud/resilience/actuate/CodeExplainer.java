package io.github.tencentcloud.resilience.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.UntrustedText;
import io.github.tencentcloud.resilience.engine.AttemptForecast;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.Resolution;

/**
 * Explains what would be decided about a code.
 */
public final class CodeExplainer {

	private static final String SUCCESS = "The caller gets it. The circuit breaker counts a success.";

	private final PolicyResolver policies;

	private final SwitchedCallSettings settings;

	private final Idempotency idempotency;

	private final ConfigurationView configuration;

	/**
	 * Create an explainer.
	 * @param policies decide
	 * @param settings the settings of calls
	 * @param idempotency knows which actions only read
	 * @param configuration knows where things are written
	 */
	public CodeExplainer(PolicyResolver policies, SwitchedCallSettings settings, Idempotency idempotency,
			ConfigurationView configuration) {
		this.policies = policies;
		this.settings = settings;
		this.idempotency = idempotency;
		this.configuration = configuration;
	}

	/** Whoever asks gets the same result as a call, whose text is cleaned too. */
	CodeExplanation explain(String askedCode, @Nullable String product, @Nullable String action) {
		String code = UntrustedText.name(askedCode);
		String askedProduct = (product != null) ? UntrustedText.name(product) : TencentCloudCall.NONE;
		String askedAction = (action != null) ? UntrustedText.name(action) : TencentCloudCall.NONE;
		if (code.equalsIgnoreCase(ClientErrors.OK)) {
			return new CodeExplanation(ClientErrors.OK, askedProduct, askedAction, null, null, null, SUCCESS, SUCCESS,
					null, List.of());
		}
		Resolution resolution = this.policies.search(askedProduct, askedAction, code);
		CallSettings settings = this.settings.inForce(askedProduct, askedAction);
		AttemptForecast forecast = new AttemptForecast(settings);
		return new CodeExplanation(code, askedProduct, askedAction, rule(resolution, askedProduct, askedAction),
				builtIn(resolution, askedProduct, askedAction),
				ResilienceReport.PolicyInForce.of(resolution.policy(), this.configuration),
				forecast.of(resolution, true), forecast.of(resolution, false),
				(action != null) ? kind(settings, askedProduct, askedAction) : null, similar(resolution));
	}

	private CodeExplanation.@Nullable Rule rule(Resolution resolution, String product, String action) {
		CodeRule rule = resolution.rule();
		return (rule != null) ? new CodeExplanation.Rule(rule.key(), rule.policy(),
				(resolution.table() != null) ? KebabCase.of(resolution.table()) : null,
				KebabCase.of(resolution.source()), rule.why(), this.configuration.rule(resolution, product, action))
				: null;
	}

	private CodeExplanation.@Nullable Rule builtIn(Resolution resolution, String product, String action) {
		CodeRule rule = this.policies.builtIn(product, action, resolution.code());
		return (rule != null && resolution.source() == Resolution.Source.USER) ? new CodeExplanation.Rule(rule.key(),
				rule.policy(), null, KebabCase.of(Resolution.Source.CATALOGUE), rule.why(), null) : null;
	}

	private String kind(CallSettings settings, String product, String action) {
		Boolean idempotent = settings.idempotent();
		if (idempotent != null) {
			return idempotent ? "read, as configured" : "write, as configured";
		}
		return this.idempotency.isIdempotent(product, action) ? "read, by its name"
				: "write, by its name; a ClientToken in the body makes it repeatable";
	}

	private List<String> similar(Resolution resolution) {
		return (resolution.rule() == null) ? this.configuration.similar(resolution.code(),
				this.policies.rules().stream().map(CodeRule::key).distinct().toList()) : List.of();
	}

}
