package io.github.tencentcloud.resilience.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Makes beans of HTTP interfaces that call Tencent Cloud. It does what
 * {@link org.springframework.web.service.registry.ImportHttpServices} does, but uses
 * {@code WebClient} where it is there, and finds out the group and its address.
 * <p>
 * Each interface belongs to the group that is named as its {@link TencentCloudProduct}.
 * Its address is {@code https://<product>.tencentcloudapi.com}, or the
 * {@code tencentcloud.resilience.products.<name>.host} of the product, unless
 * {@code spring.http.serviceclient.<group>.base-url} or a configurer of the application
 * says another one.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(TencentCloudServiceRegistrar.class)
public @interface ImportTencentCloudServices {

	/**
	 * Alias for {@link #types()}.
	 * @return the interfaces
	 */
	@AliasFor("types")
	Class<?>[] value() default {};

	/**
	 * The interfaces.
	 * @return the interfaces, each with {@link TencentCloudProduct} unless there is a
	 * {@link #group()}
	 */
	@AliasFor("value")
	Class<?>[] types() default {};

	/**
	 * The name of the group of all of them.
	 * @return the name, or empty for one group for each product
	 */
	String group() default "";

	/**
	 * Packages to search for interfaces with {@link TencentCloudProduct}, given by
	 * classes in them.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * Packages to search for interfaces with {@link TencentCloudProduct}.
	 * @return the names of the packages
	 */
	String[] basePackages() default {};

	/**
	 * The client that the interfaces are built on. All interfaces of a group have the
	 * same.
	 * @return the client; if not specified, {@code WebClient} where WebFlux and
	 * {@code spring-boot-webclient} are on the class path, else {@code RestClient}
	 */
	HttpServiceGroup.ClientType clientType() default HttpServiceGroup.ClientType.UNSPECIFIED;

}
