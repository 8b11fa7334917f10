package io.github.tencentcloud.resilience.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link AutoConfigureFakeTencentCloud} on a test class.
 */
class FakeTencentCloudContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		AutoConfigureFakeTencentCloud annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureFakeTencentCloud.class);
		return (annotation != null) ? new FakeTencentCloudContextCustomizer(annotation.shortWaits(),
				annotation.checkSignatures(), annotation.stubs()) : null;
	}

}
