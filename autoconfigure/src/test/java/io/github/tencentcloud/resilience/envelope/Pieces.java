package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Bytes as buffers of all kinds, and cut into pieces.
 */
final class Pieces {

	private Pieces() {
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static ByteBuffer heap(byte[] bytes, int from, int to) {
		return ByteBuffer.wrap(bytes, from, to - from);
	}

	/**
	 * A slice of a larger array: its array offset is not 0.
	 */
	static ByteBuffer slice(byte[] bytes, int from, int to) {
		byte[] larger = new byte[to - from + 7];
		Arrays.fill(larger, (byte) '}');
		System.arraycopy(bytes, from, larger, 5, to - from);
		return ByteBuffer.wrap(larger).slice(4, to - from + 2).position(1).limit(1 + to - from);
	}

	static ByteBuffer readOnly(byte[] bytes, int from, int to) {
		return heap(bytes, from, to).asReadOnlyBuffer();
	}

	static ByteBuffer direct(byte[] bytes, int from, int to) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(to - from + 3).position(2);
		buffer.put(bytes, from, to - from);
		return buffer.flip().position(2);
	}

	static void oneByOne(byte[] bytes, Consumer<ByteBuffer> reader) {
		for (int i = 0; i < bytes.length; i++) {
			reader.accept(heap(bytes, i, i + 1));
		}
	}

	static void two(byte[] bytes, int cut, Consumer<ByteBuffer> reader) {
		reader.accept(heap(bytes, 0, cut));
		reader.accept(heap(bytes, cut, bytes.length));
	}

}
