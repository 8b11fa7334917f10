package io.github.tencentcloud.resilience.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Keeps out what a property says is not wanted. Ahead of time that is not known, since an
 * image is built without the environment that it will run in: there, everything stays in,
 * and has to ask the property again when it runs.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnSettingCondition.class)
@interface ConditionalOnSetting {

	/** The property. */
	String name();

	/** The value that is needed; empty for any that means {@code true}. */
	String havingValue() default "";

	/** Whether it matches where the property is not set. */
	boolean matchIfMissing() default false;

}
