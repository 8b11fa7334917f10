package io.github.tencentcloud.resilience.actuate;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.UntrustedText;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.EngineSettings;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.Resolution;

/**
 * Explains what would be decided about a code.
 */
public final class CodeExplainer {

	private static final String SUCCESS = "The caller gets it. The circuit breaker counts a success.";

	private final Supplier<EngineSettings> settings;

	private final SwitchedCallSettings switched;

	private final ConfigurationView configuration;

	/**
	 * Create an explainer.
	 * @param settings the present settings
	 * @param switched lays over them what is switched
	 * @param configuration knows where things are written
	 */
	public CodeExplainer(Supplier<EngineSettings> settings, SwitchedCallSettings switched,
			ConfigurationView configuration) {
		this.settings = settings;
		this.switched = switched;
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
		EngineSettings settings = this.settings.get();
		Resolution resolution = settings.policies().search(askedProduct, askedAction, code);
		CallSettings ofCall = this.switched.inForce(settings.calls(), askedProduct, askedAction);
		AttemptForecast forecast = new AttemptForecast(ofCall);
		return new CodeExplanation(code, askedProduct, askedAction, rule(resolution, askedProduct, askedAction),
				builtIn(settings.policies(), resolution, askedProduct, askedAction),
				ResilienceReport.PolicyInForce.of(resolution.policy(), this.configuration),
				forecast.of(resolution, true), forecast.of(resolution, false),
				(action != null) ? kind(settings, ofCall, askedProduct, askedAction) : null,
				similar(settings.policies(), resolution));
	}

	private CodeExplanation.@Nullable Rule rule(Resolution resolution, String product, String action) {
		CodeRule rule = resolution.rule();
		return (rule != null) ? new CodeExplanation.Rule(rule.key(), rule.policy(),
				(resolution.table() != null) ? KebabCase.of(resolution.table()) : null,
				KebabCase.of(resolution.source()), rule.why(), this.configuration.rule(resolution, product, action))
				: null;
	}

	private CodeExplanation.@Nullable Rule builtIn(PolicyResolver policies, Resolution resolution, String product,
			String action) {
		CodeRule rule = policies.builtIn(product, action, resolution.code());
		return (rule != null && resolution.source() == Resolution.Source.USER) ? new CodeExplanation.Rule(rule.key(),
				rule.policy(), null, KebabCase.of(Resolution.Source.CATALOGUE), rule.why(), null) : null;
	}

	private String kind(EngineSettings settings, CallSettings ofCall, String product, String action) {
		Boolean idempotent = ofCall.idempotent();
		if (idempotent != null) {
			return idempotent ? "read, as configured" : "write, as configured";
		}
		return settings.idempotency().isIdempotent(product, action) ? "read, by its name"
				: "write, by its name; a ClientToken in the body makes it repeatable";
	}

	private List<String> similar(PolicyResolver policies, Resolution resolution) {
		return (resolution.rule() == null) ? this.configuration.similar(resolution.code(),
				policies.rules().stream().map(CodeRule::key).distinct().toList()) : List.of();
	}

}
