package io.github.tencentcloud.resilience;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * Compressed bodies.
 */
public final class Gzip {

	private Gzip() {
	}

	public static byte[] gzip(String content) {
		return gzip(content.getBytes(StandardCharsets.UTF_8));
	}

	public static byte[] gzip(byte[] content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * A few bytes that hold many: a text, so many megabytes of one letter, and a text.
	 */
	public static byte[] bomb(String start, int megabytes, String end) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] megabyte = new byte[1024 * 1024];
		Arrays.fill(megabyte, (byte) 'a');
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(start.getBytes(StandardCharsets.UTF_8));
			for (int i = 0; i < megabytes; i++) {
				out.write(megabyte);
			}
			out.write(end.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

}
