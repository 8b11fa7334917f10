package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Mistakes that people make, by the kind of the value, wherever they write it: all of
 * them stop the start-up or are warned of, and what is right is neither.
 */
@Tag("integration")
class ConfigurationMistakesTests extends AbstractWrongConfigurationTests {

	/**
	 * In the third column, where it is written: Y for {@code application.yml}, P for
	 * {@code application.properties}, V for an environment variable, A for an argument of
	 * the command line. In the last one, what is said when the start-up stops, or after
	 * "WARN" what is in the log of an application that starts, or "right".
	 */
	private static final String TABLE = """
						duration        | timeout.call = 10                                 | YPVA | Write 10s or 10ms.
						duration        | timeout.call = 010                                |  PVA | Write 010s or 010ms.
						duration        | timeout.call = 0                                  | YPVA | A time limit must be at least 1ms.
						duration        | timeout.call = -5                                 | YPVA | A time limit must be at least 1ms.
						duration        | timeout.call = 10 s                               | YPVA | It is not a duration. # such as 500ms, 10s or 1m
						duration        | timeout.call = 1.5s                               | YPVA | It is not a duration.
						duration        | timeout.call = 1.5                                | YPVA | It is not a duration.
						duration        | timeout.call = 10sec                              | YPVA | It is not a duration.
						duration        | timeout.call = 1:30                               | Y    | Write 90s or 90ms.
						duration        | timeout.call = 1:30                               |  PVA | It is not a duration.
						duration        | timeout.call = true                               | YPVA | It is not a duration.
						duration        | timeout.call = ${CALL_LIMIT}                      | YPVA | Nothing is set under 'CALL_LIMIT', the name in the placeholder.
						duration        | timeout.call = ${CALL_LIMIT:10}                   | YPVA | Write 10s or 10ms.
						duration        | timeout.call = ${CALL_LIMIT:10s}                  | YPVA | right
						duration        | timeout.call = PT10S                              | YPVA | right
						duration        | timeout.call = 10s                                | YPVA | right
						duration        | timeout.attempt = 5                               | YPVA | Write 5s or 5ms.
						duration        | timeout.first-event = 20                          | YPVA | Write 20s or 20ms.
						duration        | policies.throttled.delay = 200                    | YPVA | Write 200s or 200ms.
						duration        | policies.throttled.delay = 0                      | YPVA | right
						duration        | policies.throttled.jitter = 100                   | YPVA | Write 100s or 100ms.
						duration        | policies.throttled.max-delay = 5                  | YPVA | Write 5s or 5ms.
						duration        | circuit-breaker.wait-duration-in-open-state = 15  | YPVA | Write 15s or 15ms.
						duration        | logging.interval = 10                             | YPVA | Write 10s or 10ms.
						duration        | logging.interval = 0                              | YPVA | right
						duration        | rate-limit.redis.timeout = 500                    | YPVA | Write 500s or 500ms.
						duration        | products.sms.timeout.call = 10                    | YPVA | Write 10s or 10ms.
						duration        | products.sms.actions.SendSms.timeout.call = 10    | YPVA | Write 10s or 10ms.
						duration        | products.sms.bulkhead.max-wait-duration = 2       | YPVA | Write 2s or 2ms.
						size            | envelope.hold-back = 256                          | YPVA | Write 256KB or 256B.
						size            | envelope.hold-back = 256 KB                       | YPVA | right
						size            | envelope.hold-back = 0.5MB                        | YPVA | It is not a size.
						size            | envelope.hold-back = -1KB                         | YPVA | A size must be positive.
						size            | envelope.hold-back = 256KB                        | YPVA | right
						whole number    | max-attempts = 2.5                                | YPVA | It is not a whole number. # Write digits only, such as 3.
						whole number    | max-attempts = 2.0                                | YPVA | It is not a whole number.
						whole number    | max-attempts = ${MOST:2.5}                        | YPVA | It is not a whole number.
						whole number    | max-attempts = three                              | YPVA | It is not a whole number.
						whole number    | max-attempts = 3x                                 | YPVA | It is not a whole number.
						whole number    | max-attempts = 3000000000                         | YPVA | It is beyond every limit.
						whole number    | max-attempts = -1                                 | YPVA | It must be at least 1.
						whole number    | max-attempts = true                               | YPVA | It is not a whole number.
						whole number    | max-attempts = [3]                                | Y    | This property takes one value, not a list.
						whole number    | policies.throttled.max-retries = 1.9              | YPVA | It is not a whole number.
						whole number    | retry-budget.capacity = 99.9                      | YPVA | It is not a whole number.
						whole number    | circuit-breaker.minimum-number-of-calls = 9.5     | YPVA | It is not a whole number.
						whole number    | metrics.max-codes = 1e3                           | YPVA | It is not a whole number.
						whole number    | products.sms.bulkhead.max-concurrent-calls = 0.5  | YPVA | It is not a whole number.
						whole number    | products.sms.actions.SendSms.max-attempts = 1.5   | YPVA | It is not a whole number.
						number          | policies.throttled.multiplier = two               | YPVA | It is not a number.
						number          | policies.throttled.multiplier = 1,5               | YPVA | It is not a number.
						number          | circuit-breaker.failure-rate-threshold = 50%      | YPVA | It is not a number.
						number          | circuit-breaker.failure-rate-threshold = 0.5      | YPVA | A percentage must lie between 1 and 100.
						true or false   | unwrap = ture                                     | YPVA | It is not true or false.
						true or false   | unwrap = 1                                        | Y    | It is not true or false.
						true or false   | unwrap = 1                                        |  PVA | right
						true or false   | unwrap = yes                                      | YPVA | right
						true or false   | unwrap = ${UNWRAP}                                | YPVA | Nothing is set under 'UNWRAP', the name in the placeholder.
						word            | mode = obseve                                     | YPVA | Write 'observe' instead.
						word            | mode = on                                         | YPVA | It is not one of enforce, observe, off.
						word            | mode = off                                        | YPVA | right
						word            | mode = OBSERVE                                    | YPVA | right
						word            | mode = [observe]                                  | Y    | This property takes one value, not a list.
						words           | circuit-breaker.scope = product,zone              | YPVA | It is not one of product, action, region, host.
						words           | circuit-breaker.scope[1] = product                | YP A | The indexes of the list have gaps.
						name of policy  | default-policy = unknwon                          | YPVA | Write 'unknown' instead.
						name of policy  | codes.FailedOperation = no                        | YPVA | There is no policy with this name.
						name of policy  | codes.FailedOperation = fail                      | YPVA | right
						name of policy  | codes.FailedOperation = ${A}-${B:c}               | YPVA | Nothing is set under 'A', the name in the placeholder.
						name of policy  | codes.FailedOperation = ${A:${B}}                 | YPVA | Nothing is set under 'B', the name in the placeholder.
						names of codes  | codes = [throttled]                               | Y    | A list has no effect here, since each entry needs its name. # 'tencentcloud.resilience.codes.<name>'
						names of codes  | codes = [{FailedOperation.X: throttled}]          | Y    | A list has no effect here
						names of codes  | codes[0] = throttled                              |  P A | A list has no effect here
						names of codes  | codes.0 = throttled                               |   V  | A list has no effect here
						names of codes  | codes[0].FailedOperation.X = throttled            |  P A | A list has no effect here
						names of codes  | codes = throttled                                 | YPVA | This is not a value but a group of properties.
						names of codes  | codes = {4000: invalid, 0400: invalid}            | Y    | right
						names of codes  | reasons = [throttled]                             | Y    | A list has no effect here
						names of codes  | endings = [throttled]                             | Y    | A list has no effect here
						names of codes  | products.sms.codes = [{A.B: fail}]                | Y    | A list has no effect here
						names of codes  | products.sms.actions.SendSms.codes = [fail]       | Y    | A list has no effect here
						names           | products = [sms, cvm]                             | Y    | A list has no effect here
						names           | products = [{name: sms}]                          | Y    | A list has no effect here
						names           | products[0].name = sms                            |  P A | A list has no effect here
						names           | products.0.name = sms                             |   V  | A list has no effect here
						names           | policies = [{decision: retry}]                    | Y    | A list has no effect here
						names           | products.sms.actions = [SendSms]                  | Y    | A list has no effect here
						names           | products.sms = enforce                            | YPVA | This is not a value but a group of properties.
						name of action  | products.sms.actions.sms.SendSms.max-attempts = 1 | YP A | Write 'tencentcloud.resilience.products.sms.actions.SendSms.max-attempts' instead.
						name of action  | products.sms.actions[sms.SendSms].max-attempts=1  | YP A | No action has such a name. # Write 'SendSms' instead.
						name of action  | products.sms.actions[Send Sms].max-attempts = 1   | YP A | Write the name of an action, such as DescribeInstances.
						name of product | products.sms.tencentcloudapi.com.mode = off       | YP A | Write 'tencentcloud.resilience.products.sms.mode' instead.
						name of product | products[sms.tencentcloudapi.com].mode = off      | YP A | This is not the name of a product, but its host. # Write 'sms' instead.
						name of policy  | policies.my.policy.decision = retry               | YP A | Write 'tencentcloud.resilience.policies.my-policy.decision' instead.
						name of policy  | policies[my.policy].decision = retry              | YP A | right
						hosts           | hosts = {tencent: "*.tencentcloudapi.com"}        | Y    | There is no such property.
						hosts           | hosts = https://sms.tencentcloudapi.com           | YPVA | This is not a host, so no request would match.
						hosts           | hosts = *.tencentcloudapi.com,${OTHER}            |  PVA | Nothing is set under 'OTHER', the name in the placeholder.
						path            | products.sms.actions.SendSms.item-codes.path = SendStatusSet.Code            | YPVA | Write 'SendStatusSet[].Code' instead.
						path            | products.sms.actions.ReportConversion.item-codes.path = ReportConversionStatus[].Code | YPVA | Write 'ReportConversionStatus.Code' instead.
						path            | products.sms.actions.SendSms.item-codes.path = $.SendStatusSet[*].Code       | YPVA | This is not a path to the codes of items.
						names of codes  | products.sms.actions.SendSms.item-codes.ok = Ok,${OTHER}                     | YPVA | Nothing is set under 'OTHER', the name in the placeholder.
			name of code    | codes.RequestLimitExeeded = throttled             | YPVA | WARN no code is known by this name. Did you mean 'RequestLimitExceeded'?
						name of code    | codes.FailedOperatoin.Mine = fail                 | YPVA | WARN Did you mean 'FailedOperation.
						name of code    | codes.FailedOperation.Mine = fail                 | YPVA | right
						name of code    | codes.MyOwn = fail                                | YPVA | right
						name of code    | products.sms.codes.InternalEror = fail            | YPVA | WARN Did you mean 'InternalError'?
						name of code    | products.sms.actions.SendSms.codes.InternalEror = fail | YPVA | WARN Did you mean 'InternalError'?
						name of reason  | reasons.MutexTaskRuning = conflict                | YPVA | WARN no reason is known by this name. Did you mean 'MutexTaskRunning'?
						name of reason  | endings.RateLimitExceded = throttled              | YPVA | WARN no reason is known by this name. Did you mean 'RateLimitExceeded'?
						name of product | products.cmv.mode = observe                       | YPVA | WARN no product is known by this name. Did you mean 'cvm'?
						name of product | products.smms.unwrap = true                       | YPVA | WARN no product is known by this name. Did you mean 'sms'?
						name of product | products.cmv.host = cvm.example                   | YPVA | right
						name of product | products.mine.mode = observe                      | YPVA | right
						name of action  | products.sms.actions.SendSMSs.max-attempts = 1    | YPVA | WARN no action is known by this name. Did you mean 'SendSms'?
						name of action  | products.sms.actions.SendMore.max-attempts = 1    | YPVA | right
						region          | products.cvm.region = guangzhou                   | YPVA | WARN no region is known by this name. Did you mean 'ap-guangzhou'?
						region          | products.cvm.region = ap-guangzhou-3              | YPVA | WARN no region is known by this name. Did you mean 'ap-guangzhou'?
						region          | products.cvm.region = ap-guangzou                 | YPVA | WARN no region is known by this name. Did you mean 'ap-guangzhou'?
						region          | products.cvm.region = ap-nowhere                  | YPVA | right
						path            | products.cvm.actions.Mine.item-codes.path = ResultSet.Code                   | YPVA | WARN it finds nothing where there is a list. Did you mean 'ResultSet[].Code'?
						path            | products.cvm.actions.Mine.item-codes.path = ResultSet[].Code                 | YPVA | right
						prefix          | tencentcloud.resilence.mode = off                 | YP A | WARN tencentcloud.resilence.mode # it has no effect, since no property of ours begins like this. Did you mean 'tencentcloud.resilience.mode'?
						prefix          | tencentcloud.resilence.mode = off                 |   V  | WARN TENCENTCLOUD_RESILENCE_MODE # Did you mean 'TENCENTCLOUD_RESILIENCE_MODE'?
						prefix          | tencentcloud.credential.secret-id = AKID          | YP A | WARN Did you mean 'tencentcloud.credentials.secret-id'?
						prefix          | tencentcloud.credential.secret-id = AKID          |   V  | WARN Did you mean 'TENCENTCLOUD_CREDENTIALS_SECRETID'?
						prefix          | tencentcloud.singing.enabled = false              | YP A | WARN Did you mean 'tencentcloud.signing.enabled'?
						prefix          | tencentclod.resilience.mode = off                 | YP A | WARN Did you mean 'tencentcloud.resilience.mode'?
						prefix          | encentcloud.resilience.mode = off                 | YP A | WARN Did you mean 'tencentcloud.resilience.mode'?
						prefix          | tencent.cloud.resilience.mode = off               | YP A | WARN Did you mean 'tencentcloud.resilience.mode'?
						prefix          | tencentcloudresilience.mode = off                 | YP A | WARN Did you mean 'tencentcloud.resilience.mode'?
						prefix          | tencentcloudresilience.mode = off                 |   V  | WARN Did you mean 'TENCENTCLOUD_RESILIENCE_MODE'?
						prefix          | tencent-cloud.resilience.mode = observe           | YP A | right
						prefix          | spring.cloud.tencentcloud.namespace = x           | YPVA | right
						prefix          | tencentcloud.cos.region = ap-guangzhou            | YPVA | right
						prefix          | tencentcloud.sms.sign-name = x                    | YPVA | right
						prefix          | tencentcloud.region = x                           |   V  | right
						prefix          | tencentcloud.resilience4j.mode = x                | YPVA | right
						prefix          | tencent.cloud.secret-id = x                       | YPVA | right
						circuit breaker | resilience4j.circuitbreaker.instances.tencentcloud-smms-ap-guangzhou.failureRateThreshold = 50 | YP A | WARN nothing of ours has this name. Did you mean 'tencentcloud-sms-ap-guangzhou'?
						circuit breaker | resilience4j.circuitbreaker.instances.tencentcloud-sms-guangzhou.failureRateThreshold = 50     | YP A | WARN Did you mean 'tencentcloud-sms-ap-guangzhou'?
						circuit breaker | resilience4j.circuitbreaker.instances.tencentclod-sms-ap-guangzhou.failureRateThreshold = 50   | YP A | WARN Did you mean 'tencentcloud-sms-ap-guangzhou'?
						circuit breaker | resilience4j.circuitbreaker.instances.Tencentcloud-sms-none.failureRateThreshold = 50          | YP A | WARN Did you mean 'tencentcloud-sms-none'?
						circuit breaker | resilience4j.circuitbreaker.instances.tencentcloud-sms-ap-guangzhou.failureRateThreshold = 50  | YP A | right
						circuit breaker | resilience4j.circuitbreaker.instances.tencentcloud-sms-SendSms.failureRateThreshold = 50       | YP A | right
						circuit breaker | resilience4j.circuitbreaker.instances.tencentcloud-other.failureRateThreshold = 50             | YP A | right
						circuit breaker | resilience4j.circuitbreaker.instances.my-backend.failureRateThreshold = 50                     | YP A | right
						bulkhead        | resilience4j.bulkhead.instances.tencentcloud-smms.maxConcurrentCalls = 5                       | YP A | WARN Did you mean 'tencentcloud-sms'?
						""";

	static Stream<Arguments> mistakes() {
		return TABLE.lines().flatMap((line) -> {
			String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
			assertThat(cells).as(line).hasSize(4);
			return Place.of(cells[2]).stream().map((place) -> arguments(cells[0], cells[1], place, cells[3]));
		});
	}

	@ParameterizedTest(name = "{0}: {1}, in {2}: {3}")
	@MethodSource("mistakes")
	void isTold(String kind, String written, Place place, String said) {
		String[] property = written.split(" ?= ?", 2);
		boolean absolute = Stream.of("tencent", "encent", "spring.", "resilience4j.").anyMatch(property[0]::startsWith);
		place.write(this.startUp, absolute ? property[0] : "tencentcloud.resilience." + property[0], property[1]);
		if (said.equals("right")) {
			this.startUp.runAlone().close();
			assertThat(this.output.getAll()).doesNotContain("WARN");
		}
		else if (said.startsWith("WARN")) {
			this.startUp.runAlone().close();
			assertThat(this.output.getAll()).contains(said.substring("WARN".length()).strip().split(" # "))
				.containsOnlyOnce("WARN");
		}
		else {
			assertThatExceptionOfType(InvalidTencentCloudConfigurationException.class)
				.isThrownBy(this.startUp::runAlone);
			assertThat(this.output.getAll()).contains("A property of tencentcloud-resilience is wrong:")
				.contains(said.split(" # "));
		}
	}

	@Test
	void whatManyPropertiesHaveInCommonIsToldOnceAndAlsoWhereTheStartUpStops() {
		assertStops("""
				tencentcloud:
				  resilence: { mode: off, timeout.call: 5s, codes.A: fail }
				  resilience:
				    max-attempts: many
				    products.cmv: { mode: off, unwrap: true, version: 2017-03-12 }
				""").contains("A property of tencentcloud-resilience is wrong:")
			.containsOnlyOnce("Did you mean 'tencentcloud.resilience.mode'?")
			.containsOnlyOnce("tencentcloud.resilience.products.cmv (")
			.containsPattern("WARN .*products.cmv .*application.yml\\] - 5:27.* Did you mean 'cvm'\\?");
	}

	private enum Place {

		/** In {@code application.yml}. */
		YAML {
			@Override
			void write(StartUp startUp, String key, String value) {
				startUp.yaml(key + ": " + value);
			}
		},

		/** In {@code application.properties}. */
		PROPERTIES {
			@Override
			void write(StartUp startUp, String key, String value) {
				startUp.properties(key.replace(" ", "\\ ") + "=" + value);
			}
		},

		/** In the environment. */
		VARIABLE {
			@Override
			void write(StartUp startUp, String key, String value) {
				startUp.variable(key.replace("-", "").replaceAll("[.\\[\\]]+", "_").toUpperCase(Locale.ROOT), value);
			}
		},

		/** On the command line. */
		ARGUMENT {
			@Override
			void write(StartUp startUp, String key, String value) {
				startUp.argument("--" + key + "=" + value);
			}
		};

		abstract void write(StartUp startUp, String key, String value);

		/** The places by their initials. */
		static Set<Place> of(String initials) {
			Set<Place> places = EnumSet.allOf(Place.class);
			places.removeIf((place) -> initials.indexOf(place.name().charAt(0)) < 0);
			return places;
		}

	}

}
