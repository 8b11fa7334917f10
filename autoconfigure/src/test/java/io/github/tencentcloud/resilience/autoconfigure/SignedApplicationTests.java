package io.github.tencentcloud.resilience.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.signing.SignatureServer;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Applications whose calls go to a server that checks every signature.
 */
@Tag("integration")
class SignedApplicationTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final TencentCloudCredentials OLD = TencentCloudCredentials.of("AKIDold", "keyOfOld");

	private static final TencentCloudCredentials NEW = TencentCloudCredentials.of("AKIDnew", "keyOfNew", "tokenOfNew");

	private SignatureServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	/** By then, a signature that was made at the beginning would have expired. */
	@Test
	void callThatIsRepeatedForMoreThanFiveMinutesIsAcceptedEachTime() {
		TestClock clock = new TestClock();
		this.server = new SignatureServer(clock, OLD);
		this.server.answer(() -> {
			clock.advance(Duration.ofMinutes(4));
			return (this.server.received().size() < 3) ? "RequestLimitExceeded" : SignatureServer.OK;
		});
		runner(OLD).withBean(Clock.class, () -> clock)
			.withPropertyValues("tencentcloud.resilience.policies.throttled.delay=5ms",
					"tencentcloud.resilience.policies.throttled.jitter=0ms")
			.run((context) -> {
				call(context, "cvm").block(LIMIT);
				assertThat(codes()).containsExactly("RequestLimitExceeded", "RequestLimitExceeded",
						"RequestLimitExceeded", SignatureServer.OK);
				assertThat(this.server.received()).extracting((request) -> request.header("X-TC-Timestamp"))
					.doesNotHaveDuplicates();
			});
	}

	@Test
	void clockThatIsTwentyMinutesOffWorksFromTheSecondAttemptOn() {
		this.server = new SignatureServer(Clock.systemUTC(), OLD);
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		runner(OLD).withBean(Clock.class, () -> Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20)))
			.withBean(MeterRegistry.class, () -> meters)
			.run((context) -> {
				call(context, "cvm").block(LIMIT);
				assertThat(codes()).containsExactly("AuthFailure.SignatureExpire", SignatureServer.OK);
				call(context, "cvm").block(LIMIT);
				call(context, "cvm").block(LIMIT);
				assertThat(codes()).containsExactly("AuthFailure.SignatureExpire", SignatureServer.OK,
						SignatureServer.OK, SignatureServer.OK);
				assertThat(meters.get("tencentcloud.client.clock.offset").tag("product", "cvm").gauge().value())
					.isCloseTo(1200, within(60.0));
			});
	}

	@Test
	void twoAccounts() {
		this.server = new SignatureServer(Clock.systemUTC(), OLD, NEW);
		runner(OLD)
			.withPropertyValues("tencentcloud.credentials.accounts.marketing.secret-id=" + NEW.getSecretId(),
					"tencentcloud.credentials.accounts.marketing.secret-key=" + NEW.getSecretKey(),
					"tencentcloud.credentials.accounts.marketing.token=" + NEW.getToken(),
					"tencentcloud.resilience.products.sms.account=marketing")
			.run((context) -> {
				Flux.range(0, 100).flatMap((i) -> call(context, (i % 2 == 0) ? "cvm" : "sms"), 10).blockLast(LIMIT);
				assertThat(codes()).hasSize(100).containsOnly(SignatureServer.OK);
				assertThat(this.server.received()).extracting((request) -> request.header("Authorization"))
					.allSatisfy((authorization) -> assertThat(authorization).satisfiesAnyOf(
							(text) -> assertThat(text).contains("AKIDold/", "/cvm/tc3_request"),
							(text) -> assertThat(text).contains("AKIDnew/", "/sms/tc3_request")));
			});
	}

	/** The key is replaced while 32 calls are on their way at any time. */
	@Test
	void keyThatIsReplacedUnderLoad() {
		int calls = 2000;
		int inFlight = 32;
		AtomicReference<TencentCloudCredentials> present = new AtomicReference<>(OLD);
		AtomicInteger asked = new AtomicInteger();
		CredentialsProvider sdk = () -> {
			asked.incrementAndGet();
			TencentCloudCredentials credentials = present.get();
			return new Credential(credentials.getSecretId(), credentials.getSecretKey(), credentials.getToken());
		};
		this.server = new SignatureServer(Clock.systemUTC(), OLD);
		runner(null).withPropertyValues("tencentcloud.credentials.from-sdk=true")
			.withBean(CredentialsProvider.class, () -> sdk)
			.run((context) -> {
				List<String> results = Flux.range(0, calls).flatMap((i) -> {
					if (i == calls / 2) {
						present.set(NEW);
						this.server.accept(NEW);
					}
					return call(context, "cvm").map((answer) -> "OK").onErrorResume((ex) -> Mono.just("failed"));
				}, inFlight).collectList().block(LIMIT.multipliedBy(3));
				assertThat(results).hasSize(calls);
				assertThat(results.stream().filter("failed"::equals).count()).isLessThanOrEqualTo(inFlight);
				assertThat(codes().stream().filter((code) -> !code.equals(SignatureServer.OK)).count()).isPositive()
					.isLessThanOrEqualTo(2 * inFlight);
				assertThat(asked).hasValue(2);
			});
	}

	@Test
	void defaultChainOfTheSdk(@TempDir Path home) throws Exception {
		Path file = home.resolve(".tencentcloud/credentials");
		Files.createDirectories(file.getParent());
		Files.writeString(file, "[default]\nsecret_id = AKIDold\nsecret_key = keyOfOld\n");
		this.server = new SignatureServer(Clock.systemUTC(), OLD);
		String before = System.getProperty("user.home");
		System.setProperty("user.home", home.toString());
		try {
			runner(null).withPropertyValues("tencentcloud.credentials.from-sdk=true").run((context) -> {
				call(context, "cvm").block(LIMIT);
				assertThat(codes()).containsExactly(SignatureServer.OK);
			});
		}
		finally {
			System.setProperty("user.home", before);
		}
	}

	@Test
	void ofSeveralProvidersOfTheSdkNoneIsGuessed() {
		this.server = new SignatureServer(Clock.systemUTC(), OLD);
		ApplicationContextRunner runner = runner(null).withPropertyValues("tencentcloud.credentials.from-sdk=true")
			.withBean("one", CredentialsProvider.class, () -> () -> new Credential("AKIDone", "keyOfOne"));
		runner.withBean("two", CredentialsProvider.class, () -> () -> new Credential("AKIDold", "keyOfOld"))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class));
		runner
			.withBean("two", CredentialsProvider.class, () -> () -> new Credential("AKIDold", "keyOfOld"),
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				call(context, "cvm").block(LIMIT);
				assertThat(codes()).containsExactly(SignatureServer.OK);
			});
	}

	private List<String> codes() {
		return this.server.received().stream().map(SignatureServer.Received::code).toList();
	}

	private ApplicationContextRunner runner(TencentCloudCredentials credentials) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
					TencentCloudResilienceAutoConfiguration.class))
			.withPropertyValues("tencentcloud.resilience.hosts=127.0.0.1");
		return (credentials == null) ? runner
				: runner.withPropertyValues("tencentcloud.credentials.secret-id=" + credentials.getSecretId(),
						"tencentcloud.credentials.secret-key=" + credentials.getSecretKey());
	}

	private Mono<String> call(ApplicationContext context, String product) {
		return ApplicationCall.request(context, "127.0.0.1:" + this.server.port(), "DescribeZones")
			.attributes(TencentCloudAttributes.product(product))
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
	}

}
