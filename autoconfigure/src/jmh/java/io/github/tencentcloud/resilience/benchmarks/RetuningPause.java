package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * How long calls wait because settings change. 10,000 calls a second are due at fixed
 * times, so a call that comes late because of the one before it counts as late. Settings
 * change twice a second. The longest time in the quarter of a second that begins with a
 * change is compared with that of the next quarter, in which nothing changes.
 */
final class RetuningPause {

	static final String NAME = "RetuningPause";

	private static final int WARM_UPS = 60;

	private static final int CHANGES = 100;

	private static final long PERIOD = TimeUnit.MICROSECONDS.toNanos(100);

	/** In a quarter of a second. */
	private static final int CALLS = 2500;

	private final ConfigurableApplicationContext context;

	private final WebClient client;

	private int changes;

	private int failures;

	private RetuningPause(ConfigurableApplicationContext context) {
		this.context = context;
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("changing", settings(0)));
		this.client = FromMemory.client(new String(Body.KB4.bytes(), StandardCharsets.UTF_8))
			.filter(context.getBean(TencentCloudResilienceFilter.class))
			.build();
	}

	static void measure(Results results, int round) throws IOException, InterruptedException {
		double[] values = ChildProcess.run(System.getProperty("java.class.path"), RetuningPause.class);
		String[] names = { "still", "changing", "still-most", "changing-most", "failures", "still-late", "changing-late" };
		for (int i = 0; i < names.length; i++) {
			results.add(new Results.Sample(NAME, Map.of("value", names[i]), round, values[i], Double.NaN, Double.NaN));
		}
		results.write();
	}

	public static void main(String[] args) throws InterruptedException {
		try (ConfigurableApplicationContext context = Application.start()) {
			RetuningPause pause = new RetuningPause(context);
			pause.measure(WARM_UPS);
			pause.failures = 0;
			double[][] longest = pause.measure(CHANGES);
			double[] still = longest[1];
			double[] changing = longest[0];
			Arrays.sort(still);
			Arrays.sort(changing);
			System.out.println(still[CHANGES / 2] + " " + changing[CHANGES / 2] + " " + still[CHANGES - 1] + " "
					+ changing[CHANGES - 1] + " " + pause.failures + " " + late(still) + " " + late(changing));
		}
	}

	private static long late(double[] longest) {
		return Arrays.stream(longest).filter((micros) -> micros > 5000).count();
	}

	/** The longest times in microseconds, with each change and after it. */
	private double[][] measure(int changes) throws InterruptedException {
		long begin = System.nanoTime() + PERIOD;
		Thread changer = new Thread(() -> change(begin, changes));
		changer.start();
		double[][] longest = new double[2][changes];
		for (int i = 0; i < changes * 2 * CALLS; i++) {
			long due = begin + i * PERIOD;
			while (System.nanoTime() < due) {
				Thread.onSpinWait();
			}
			call();
			double[] of = longest[i / CALLS % 2];
			int change = i / (2 * CALLS);
			of[change] = Math.max(of[change], (System.nanoTime() - due) / 1000.0);
		}
		changer.join();
		return longest;
	}

	/** On a thread of its own, as Spring Cloud does it. */
	private void change(long begin, int times) {
		for (int i = 0; i < times; i++) {
			LockSupport.parkNanos(begin + i * 2 * CALLS * PERIOD - System.nanoTime());
			Map<String, Object> settings = settings(++this.changes);
			this.context.getEnvironment()
				.getPropertySources()
				.replace("changing", new MapPropertySource("changing", settings));
			this.context.publishEvent(new EnvironmentChangeEvent(this.context, settings.keySet()));
		}
	}

	private static Map<String, Object> settings(int number) {
		boolean even = number % 2 == 0;
		Map<String, Object> settings = new HashMap<>();
		settings.put("tencentcloud.resilience.products.cvm.region", "ap-" + number);
		settings.put("tencentcloud.resilience.codes.[MyError]", even ? "throttled" : "invalid");
		settings.put("tencentcloud.resilience.policies.throttled.max-retries", even ? "2" : "1");
		settings.put("tencentcloud.resilience.products.cvm.bulkhead.max-concurrent-calls", even ? "8" : "9");
		settings.put("tencentcloud.resilience.products.cvm.circuit-breaker.failure-rate-threshold", even ? "40" : "50");
		return settings;
	}

	private void call() {
		try {
			this.client.post()
				.uri("https://cvm.tencentcloudapi.com/")
				.header("X-TC-Action", "DescribeInstances")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(byte[].class)
				.block();
		}
		catch (RuntimeException ex) {
			this.failures++;
		}
	}

}
