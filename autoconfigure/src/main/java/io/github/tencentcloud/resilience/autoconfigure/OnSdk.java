package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Matches where there is a version of the vendor's SDK whose HTTP client can be replaced.
 */
class OnSdk extends SpringBootCondition {

	private static final String PROFILE = "com.tencentcloudapi.common.profile.HttpProfile";

	private static final String HTTP_CLIENT = "okhttp3.OkHttpClient";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Tencent Cloud SDK");
		Class<?> profile = find(PROFILE, context.getClassLoader());
		if (profile == null) {
			return ConditionOutcome.noMatch(message.because("it is not there"));
		}
		boolean match = ClassUtils.hasMethod(profile, "getHttpClient")
				&& find(HTTP_CLIENT, context.getClassLoader()) != null;
		return new ConditionOutcome(match, message.because(match ? "its HTTP client can be replaced"
				: "it is older than 3.1.1239, the first that can be guarded"));
	}

	private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
		try {
			return ClassUtils.forName(name, loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
