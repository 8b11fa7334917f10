package io.github.tencentcloud.resilience.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives the application of a test a {@link FakeTencentCloud} of its own, as a bean. All
 * guarded calls go there, whatever host they name; credentials are there, and signatures
 * are checked. For {@code @SpringBootTest}, and for slices such as
 * {@code @WebClientTest}, which get the library's auto-configuration along with it.
 *
 * <p>
 * Stubs and requests are forgotten after each test. A test fails after it ran if anything
 * was asked that nobody has stubbed. Tests that share a context, and so a fake, run one
 * after another, even if others run in parallel.
 *
 * <p>
 * What the test itself sets ({@code @SpringBootTest(properties)},
 * {@code @TestPropertySource}, {@code @DynamicPropertySource}) comes before what this
 * annotation sets, and that before the configuration of the application and of the
 * machine.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureFakeTencentCloud {

	/**
	 * Whether attempts follow each other at once: delays of policies are 1 ms, and
	 * nothing is paced after throttling. With {@code false} the library waits as it is
	 * configured to.
	 * @return whether waits are short
	 */
	boolean shortWaits() default true;

	/**
	 * Whether signatures are checked.
	 * @return {@code false} to accept every request, signed or not
	 */
	boolean checkSignatures() default true;

	/**
	 * A file of stubs that hold for all tests, and while the application starts, such as
	 * {@code classpath:stubs.yml}. A stub of a test comes before them.
	 * @return where it is, or nothing
	 */
	String stubs() default "";

}
