package io.github.tencentcloud.resilience.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;

/**
 * The verdict on 1 MB, next to what else reads as much: the memory alone, and Jackson's
 * parser.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class ScanBenchmark {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int CHUNK = 8192;

	private final JsonFactory factory = new JsonFactory();

	private byte[] objects;

	private List<ByteBuffer> heap;

	private List<ByteBuffer> direct;

	private List<ByteBuffer> text;

	@Setup
	public void setUp() {
		this.objects = Body.MB1.bytes();
		this.heap = List.of(ByteBuffer.wrap(this.objects));
		this.direct = new ArrayList<>();
		for (int at = 0; at < this.objects.length; at += CHUNK) {
			int size = Math.min(CHUNK, this.objects.length - at);
			this.direct.add(ByteBuffer.allocateDirect(size).put(this.objects, at, size).flip());
		}
		String json = "{\"Response\":{\"Text\":\"" + "A line of a log. ".repeat(this.objects.length / 17)
				+ "\",\"RequestId\":\"0de8a6b1-5b0c-4a8e-9f5e-2f9c3f1d7a44\"}}";
		this.text = List.of(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
	}

	@Benchmark
	public EnvelopeVerdict objects() {
		return read(this.heap);
	}

	/** As they come from Netty: outside the heap, in pieces. */
	@Benchmark
	public EnvelopeVerdict objectsInDirectBuffers() {
		return read(this.direct);
	}

	@Benchmark
	public EnvelopeVerdict longText() {
		return read(this.text);
	}

	@Benchmark
	public int jacksonTokens() {
		int tokens = 0;
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), this.objects)) {
			while (parser.nextToken() != null) {
				tokens++;
			}
		}
		return tokens;
	}

	@Benchmark
	public long memory() {
		long sum = 0;
		byte[] bytes = this.objects;
		for (int at = 0; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
			sum += (long) LONG.get(bytes, at);
		}
		return sum;
	}

	private static EnvelopeVerdict read(List<ByteBuffer> pieces) {
		BodyInspector inspector = BodyInspector.ofEnvelope(null, Set.of(), false);
		inspector.inspect(pieces.iterator());
		return Objects.requireNonNull(inspector.end());
	}

}
