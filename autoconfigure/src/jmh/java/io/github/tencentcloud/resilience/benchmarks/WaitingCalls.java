package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * How much of the heap 10,000 calls need that wait: before a retry with Reactor's own
 * operator, before one of ours, and for the turn that their rate limit gives them. And
 * how many threads there are more than before.
 */
final class WaitingCalls {

	static final String NAME = "WaitingCalls";

	private static final int CALLS = 10_000;

	/** A rate limit lets some go at once. */
	private static final int MAX_SENT = 10;

	private static final String THROTTLED = """
			{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"Too many"},"RequestId":"0de8a6b1-5b0c"}}""";

	private static final String OK = "{\"Response\":{\"RequestId\":\"0de8a6b1-5b0c\"}}";

	/**
	 * What they wait for.
	 */
	enum Kind {

		/** An application's own retry, on what its filter makes of the body. */
		REACTOR,

		/** A retry of ours. */
		RETRY("policies.throttled.delay=1h", "policies.throttled.max-delay=1h", "policies.throttled.jitter=0ms",
				"adaptive-throttling.enabled=false", "retry-budget.enabled=false", "timeout.call=10h"),

		/** Their rate limit. */
		RATE_LIMIT("products.cvm.actions.DescribeInstances.rate-limit=1/m", "rate-limit.max-queue=20000",
				"timeout.call=200h");

		private final String[] properties;

		Kind(String... properties) {
			this.properties = properties;
			for (int i = 0; i < properties.length; i++) {
				properties[i] = "tencentcloud.resilience." + properties[i];
			}
		}

	}

	private final Supplier<Mono<?>> call;

	private WaitingCalls(Kind kind, ConfigurableApplicationContext context) {
		WebClient.Builder builder = FromMemory.client((kind == Kind.RATE_LIMIT) ? OK : THROTTLED);
		if (kind == Kind.REACTOR) {
			WebClient client = builder.filter(new HandWrittenFilter()).build();
			Retry retry = Retry.fixedDelay(3, Duration.ofHours(1));
			this.call = () -> call(client).retryWhen(retry);
		}
		else {
			WebClient client = builder.filter(context.getBean(TencentCloudResilienceFilter.class)).build();
			this.call = () -> call(client);
		}
	}

	static void measure(Results results, int round) throws IOException, InterruptedException {
		for (Kind kind : Kind.values()) {
			double[] values = ChildProcess.run(System.getProperty("java.class.path"), WaitingCalls.class, kind.name());
			results.add(new Results.Sample(NAME, params(kind), round, values[1], values[0], Double.NaN));
		}
		results.write();
	}

	static Map<String, String> params(Kind kind) {
		return Map.of("kind", kind.name());
	}

	public static void main(String[] args) throws InterruptedException {
		Kind kind = Kind.valueOf(args[0]);
		ConfigurableApplicationContext context = Application.start(kind.properties);
		WaitingCalls calls = new WaitingCalls(kind, context);
		calls.begin(100).forEach(Disposable::dispose);
		long before = FromMemory.heap();
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		List<Disposable> waiting = calls.begin(CALLS);
		long each = (FromMemory.heap() - before) / CALLS;
		if (waiting.stream().filter(Disposable::isDisposed).count() > MAX_SENT) {
			throw new IllegalStateException("Not all of them wait");
		}
		System.out.println(each + " " + (ManagementFactory.getThreadMXBean().getThreadCount() - threads));
		// Those that wait would hear, and say, that the application stops.
		Runtime.getRuntime().halt(0);
	}

	private List<Disposable> begin(int count) {
		List<Disposable> calls = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			calls.add(this.call.get().subscribe((answer) -> {
			}, (error) -> {
			}));
		}
		return calls;
	}

	private static Mono<?> call(WebClient client) {
		return client.post()
			.uri("https://cvm.tencentcloudapi.com/")
			.header("X-TC-Action", "DescribeInstances")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
	}

}
