package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
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
			WebClient client = FromMemory.client("{\"Response\":{\"RequestId\":\"0de8a6b1-5b0c\"}}")
				.filter(context.getBean(TencentCloudResilienceFilter.class))
				.build();
			call(client, -1);
			long before = FromMemory.heap();
			for (int i = 0; i < NAMES; i++) {
				call(client, i);
			}
			long between = FromMemory.heap();
			int metersBetween = meters.getMeters().size();
			for (int i = NAMES; i < 2 * NAMES; i++) {
				call(client, i);
			}
			long after = FromMemory.heap();
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

}
