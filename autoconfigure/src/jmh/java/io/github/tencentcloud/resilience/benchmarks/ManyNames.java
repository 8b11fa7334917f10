package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * What an application keeps of products, regions and actions that it has called once:
 * 10,000 of each, and 10,000 others.
 */
final class ManyNames {

	static final String NAME = "ManyNames";

	private static final int NAMES = 10_000;

	private ManyNames() {
	}

	static void measure(Results results, int round) throws IOException, InterruptedException {
		double[] values = ChildProcess.run(System.getProperty("java.class.path"), ManyNames.class);
		String[] names = { "first", "others", "meters", "more-meters" };
		for (int i = 0; i < names.length; i++) {
			results.add(new Results.Sample(NAME, Map.of("value", names[i]), round, values[i], Double.NaN, Double.NaN));
		}
		results.write();
	}

	public static void main(String[] args) throws InterruptedException {
		try (ConfigurableApplicationContext context = Application.start()) {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			WebClient client = WebClient.builder()
				.exchangeFunction((request) -> Mono.fromSupplier(ManyNames::response))
				.filter(context.getBean(TencentCloudResilienceFilter.class))
				.build();
			call(client, -1);
			long before = used();
			for (int i = 0; i < NAMES; i++) {
				call(client, i);
			}
			long between = used();
			int metersBetween = meters.getMeters().size();
			for (int i = NAMES; i < 2 * NAMES; i++) {
				call(client, i);
			}
			long after = used();
			System.out.println((between - before) + " " + (after - between) + " " + metersBetween + " "
					+ (meters.getMeters().size() - metersBetween));
		}
	}

	private static void call(WebClient client, int number) {
		client.post()
			.uri("https://product" + number + ".tencentcloudapi.com/")
			.header("X-TC-Action", "Describe" + number)
			.header("X-TC-Region", "ap-" + number)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.block();
	}

	private static ClientResponse response() {
		return ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", MediaType.APPLICATION_JSON_VALUE)
			.body("{\"Response\":{\"RequestId\":\"0de8a6b1-5b0c\"}}")
			.build();
	}

	private static long used() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(100);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
