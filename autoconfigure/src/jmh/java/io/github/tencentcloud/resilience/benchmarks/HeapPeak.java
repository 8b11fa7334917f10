package io.github.tencentcloud.resilience.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * How much of the heap is in use while a success of 50 MB passes, at the worst: after
 * each megabyte the garbage is collected and what is left is counted. The buffers are on
 * the heap, so that what is held back counts.
 */
final class HeapPeak {

	private static final int SIZE = 50 << 20;

	private static final int CHUNK = 8192;

	private final WebClient client;

	private final byte[] body;

	private long peak;

	private long counted;

	private HeapPeak(WebClient.Builder builder, byte[] body) {
		this.body = body;
		this.client = builder.exchangeFunction((request) -> Mono.fromSupplier(this::response)).build();
	}

	static void measure(Results results, int round) throws IOException, InterruptedException {
		for (String kind : new String[] { "BARE", "STARTER" }) {
			double[] bytes = ChildProcess.run(System.getProperty("java.class.path"), HeapPeak.class, kind);
			results.add(new Results.Sample("HeapPeak", Map.of("contender", kind), round, bytes[0], Double.NaN,
					Double.NaN));
		}
		results.write();
	}

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = Application.start()) {
			WebClient.Builder builder = WebClient.builder();
			if (args[0].equals("STARTER")) {
				builder.filter(context.getBean(TencentCloudResilienceFilter.class));
			}
			HeapPeak heap = new HeapPeak(builder, Body.success(SIZE));
			heap.call();
			long before = used();
			heap.peak = 0;
			heap.call();
			System.out.println(heap.peak - before);
		}
	}

	private void call() {
		this.client.post()
			.uri("https://cvm.tencentcloudapi.com/")
			.header("X-TC-Action", "DescribeInstances")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{}")
			.retrieve()
			.bodyToFlux(DataBuffer.class)
			.doOnNext(this::count)
			.blockLast();
	}

	private void count(DataBuffer buffer) {
		this.counted += buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		if (this.counted >= 1 << 20) {
			this.counted = 0;
			this.peak = Math.max(this.peak, used());
		}
	}

	private ClientResponse response() {
		Flux<DataBuffer> chunks = Flux.range(0, (this.body.length + CHUNK - 1) / CHUNK).map(this::chunk);
		return ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", MediaType.APPLICATION_JSON_VALUE)
			.body(chunks)
			.build();
	}

	private DataBuffer chunk(int index) {
		byte[] chunk = new byte[Math.min(CHUNK, this.body.length - index * CHUNK)];
		System.arraycopy(this.body, index * CHUNK, chunk, 0, chunk.length);
		return DefaultDataBufferFactory.sharedInstance.wrap(chunk);
	}

	private static long used() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
