package io.github.tencentcloud.resilience.restclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.QuietLoggers;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many callers at a time, half of whom are interrupted at some moment: while they wait
 * for their turn, for an answer, for a body or to try again. Each call comes to one
 * thing, which its caller gets and the meters count, and nothing is kept.
 */
@Tag("integration")
class InterruptedCallersTests {

	private static final int CALLS = 6000;

	@RegisterExtension
	final QuietLoggers quiet = new QuietLoggers("io.github.tencentcloud.resilience");

	/** What callers got, by code. */
	private final Map<String, LongAdder> results = new ConcurrentHashMap<>();

	private final AtomicInteger interrupts = new AtomicInteger();

	@Test
	void twoHundredThreads() throws Exception {
		run("jdk", 200, false);
	}

	@Test
	void twoHundredThreadsOverHttpComponents() throws Exception {
		run("http-components", 200, false);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void twoThousandVirtualThreads() throws Exception {
		run("jdk", 2000, true);
	}

	private void run(String factory, int threads, boolean virtual) throws Exception {
		DisposableServer server = server();
		try {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
						ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
						MetricsAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
				.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
				.withPropertyValues("spring.http.clients.imperative.factory=" + factory,
						"tencentcloud.resilience.products.cvm.host=127.0.0.1:" + server.port(),
						"tencentcloud.resilience.policies.throttled.delay=1ms",
						"tencentcloud.resilience.policies.throttled.jitter=2ms",
						"tencentcloud.resilience.policies.transient.delay=1ms",
						"tencentcloud.resilience.policies.network.delay=1ms",
						"tencentcloud.resilience.adaptive-throttling.enabled=false",
						"tencentcloud.resilience.envelope.hold-back=1KB",
						"tencentcloud.resilience.products.cvm.bulkhead.max-concurrent-calls=" + threads / 4,
						"tencentcloud.resilience.products.cvm.bulkhead.max-wait-duration=10s")
				.run((context) -> {
					call(context, server.port(), threads, virtual);
					assertNothingIsKept(context, threads / 4);
				});
		}
		finally {
			server.disposeNow(Duration.ofSeconds(30));
		}
	}

	/** Some answers are errors, some are slow, some are large, and some never end. */
	private static DisposableServer server() {
		AtomicLong requests = new AtomicLong();
		Random random = new Random(14);
		return LoopbackHttp.server().handle((request, response) -> {
			long number = requests.incrementAndGet();
			int kind;
			synchronized (random) {
				kind = random.nextInt(100);
			}
			String id = ",\"RequestId\":\"r-" + number + "\"}}";
			response.header("Content-Type", "application/json");
			if (kind < 10) {
				return response.sendString(Mono
					.just("{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"m\"}" + id));
			}
			if (kind < 15) {
				return response.sendString(
						Mono.just("{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"}" + id));
			}
			if (kind < 20) {
				return response.sendString(
						Mono.just("{\"Response\":{\"Error\":{\"Code\":\"AuthFailure\",\"Message\":\"m\"}" + id));
			}
			if (kind < 30) {
				return response.sendString(Mono.just("{\"Response\":{\"A\":\"" + "x".repeat(50_000) + "\"" + id));
			}
			if (kind < 32) {
				return response.status(502).sendString(Mono.just("<html>"));
			}
			Mono<String> answer = Mono.just("{\"Response\":{\"A\":1" + id);
			return response.sendString((kind < 60) ? answer.delayElement(Duration.ofMillis(kind)) : answer);
		}).bindNow();
	}

	private void call(ApplicationContext context, int port, int threads, boolean virtual) throws Exception {
		RestClient client = context.getBean(RestClient.Builder.class).baseUrl("http://127.0.0.1:" + port).build();
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("caller-");
		executor.setVirtualThreads(virtual);
		List<Thread> callers = new ArrayList<>();
		CountDownLatch done = new CountDownLatch(threads);
		AtomicInteger left = new AtomicInteger(CALLS);
		for (int i = 0; i < threads; i++) {
			executor.execute(() -> {
				synchronized (callers) {
					callers.add(Thread.currentThread());
				}
				while (left.decrementAndGet() >= 0) {
					if (ThreadLocalRandom.current().nextBoolean()) {
						interruptSomebody(callers);
					}
					callOnce(client);
				}
				synchronized (callers) {
					callers.remove(Thread.currentThread());
				}
				done.countDown();
			});
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).as("All callers have come back").isTrue();
	}

	private static void interruptSomebody(List<Thread> callers) {
		synchronized (callers) {
			callers.get(ThreadLocalRandom.current().nextInt(callers.size())).interrupt();
		}
	}

	private void callOnce(RestClient client) {
		String result;
		try {
			client.post()
				.uri("/")
				.header("X-TC-Action", "DescribeInstances")
				.header("Content-Type", "application/json")
				.body("{}")
				.retrieve()
				.body(String.class);
			result = "OK";
		}
		catch (RuntimeException ex) {
			result = TencentCloudFailure.of(ex)
				.map(TencentCloudFailure::code)
				.orElseGet(() -> "unknown: " + ex + " <- " + ex.getCause());
		}
		this.results.computeIfAbsent(result, (key) -> new LongAdder()).increment();
		if (Thread.interrupted()) {
			this.interrupts.incrementAndGet();
		}
	}

	private void assertNothingIsKept(ApplicationContext context, int places) {
		Map<String, Long> told = new TreeMap<>();
		for (Timer timer : context.getBean(MeterRegistry.class).find("tencentcloud.client.requests").timers()) {
			told.merge(timer.getId().getTag("code"), timer.count(), Long::sum);
		}
		Map<String, Long> got = new TreeMap<>();
		this.results.forEach((code, count) -> got.put(code, count.sum()));
		assertThat(told.values().stream().mapToLong(Long::longValue).sum()).as("%s, %s", told, got).isEqualTo(CALLS);
		assertThat(got.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(CALLS);
		assertThat(got).as("What callers got is what the meters were told").isEqualTo(told);
		assertThat(this.interrupts).hasPositiveValue();
		Awaitility.await().untilAsserted(() -> {
			for (Bulkhead bulkhead : context.getBean(BulkheadRegistry.class).getAllBulkheads()) {
				assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(places);
			}
		});
	}

}
