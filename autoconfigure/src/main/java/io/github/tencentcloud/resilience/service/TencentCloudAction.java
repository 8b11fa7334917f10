package io.github.tencentcloud.resilience.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * Makes a method of an HTTP interface call an action of Tencent Cloud. It is an
 * {@link HttpExchange}, so arguments and results are those of any HTTP interface: a
 * {@code @RequestBody} for the parameters, for example. A POST without any argument sends
 * <code>{}</code>.
 *
 * @see TencentCloudProduct
 * @see TencentCloudActionHeaders
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@HttpExchange(url = "/")
public @interface TencentCloudAction {

	/**
	 * The action, for example {@code DescribeInstancesStatus}. It is sent as
	 * {@code X-TC-Action}.
	 * @return the action
	 */
	String value();

	/**
	 * The HTTP method: {@code POST}, or {@code GET} with the parameters in the query.
	 * @return the method
	 */
	@AliasFor(annotation = HttpExchange.class)
	String method() default "POST";

}
