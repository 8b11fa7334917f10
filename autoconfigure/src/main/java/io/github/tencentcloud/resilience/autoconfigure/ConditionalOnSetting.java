package io.github.tencentcloud.resilience.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Leaves out what a property switches off. With ahead-of-time processing that is not
 * known yet, since an image is built without the environment that it will run in: there
 * everything stays in, and has to check the property again at run time.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnSettingCondition.class)
@interface ConditionalOnSetting {

	/** The property. */
	String name();

	/** The value that is required; empty for any value that means {@code true}. */
	String havingValue() default "";

	/** Whether it matches where the property is not set. */
	boolean matchIfMissing() default false;

}
