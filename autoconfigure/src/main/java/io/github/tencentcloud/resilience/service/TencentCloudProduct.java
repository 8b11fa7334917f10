package io.github.tencentcloud.resilience.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which product of Tencent Cloud an HTTP interface calls:
 *
 * <pre class="code">
 * &#64;TencentCloudProduct(value = "cvm", version = "2017-03-12")
 * interface Cvm {
 *
 * 	&#64;TencentCloudAction("DescribeInstancesStatus")
 * 	Mono&lt;InstancesStatus&gt; describeInstancesStatus(&#64;RequestBody Page page);
 *
 * }
 * </pre>
 *
 * @see ImportTencentCloudServices
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TencentCloudProduct {

	/**
	 * The product, for example {@code cvm}: the first label of its host, and the name of
	 * its settings under {@code tencentcloud.resilience.products}.
	 * @return the product
	 */
	String value();

	/**
	 * The version of the product's API, for example {@code 2017-03-12}. It is sent as
	 * {@code X-TC-Version}.
	 * @return the version, or empty to leave it to
	 * {@code tencentcloud.resilience.products.<name>.version}
	 */
	String version() default "";

}
