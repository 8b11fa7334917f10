package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition of {@link ConditionalOnSetting}.
 */
class OnSettingCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnSetting> setting = metadata.getAnnotations().get(ConditionalOnSetting.class);
		String name = setting.getString("name");
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSetting.class, name);
		if (SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)) {
			return ConditionOutcome.match(message.because("it is asked again when the application runs"));
		}
		Boolean matched = matches(context.getEnvironment(), name, setting.getString("havingValue"));
		return (matched != null) ? new ConditionOutcome(matched, message.because("it says so"))
				: new ConditionOutcome(setting.getBoolean("matchIfMissing"), message.because("it is not set"));
	}

	/** What cannot be understood says nothing here, and is refused by the check. */
	private static @Nullable Boolean matches(Environment environment, String name, String value) {
		if (!value.isEmpty()) {
			String written = environment.getProperty(name);
			return (written != null) ? written.trim().equalsIgnoreCase(value) : null;
		}
		try {
			return environment.getProperty(name, Boolean.class);
		}
		catch (ConversionException ex) {
			return null;
		}
	}

}
