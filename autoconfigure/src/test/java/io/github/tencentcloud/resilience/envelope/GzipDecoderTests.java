package io.github.tencentcloud.resilience.envelope;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.tencentcloud.resilience.Gzip.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GzipDecoder}.
 */
class GzipDecoderTests {

	private static final int HEADER_SIZE = 10;

	private static final byte[] CONTENT = Pieces.utf8("{\"Response\":{\"Data\":\"中文 aaaaaaaaaaaaaaaaaaaaaaaaaaa\"}}");

	@Test
	void oneMember() {
		assertDecoded(gzip(CONTENT), CONTENT);
	}

	@Test
	void severalMembers() {
		byte[] members = concat(gzip(CONTENT), gzip(new byte[0]), gzip(CONTENT), gzip(CONTENT));
		assertDecoded(members, concat(CONTENT, CONTENT, CONTENT));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 4, 8, 16, 2 | 4, 8 | 16, 4 | 8 | 16, 1 | 2 | 4 | 8 | 16 })
	void headerWithFlags(int flags) {
		assertDecoded(withFlags(gzip(CONTENT), flags, "extra"), CONTENT);
		assertDecoded(withFlags(gzip(CONTENT), flags, ""), CONTENT);
		assertDecoded(concat(withFlags(gzip(CONTENT), flags, "x".repeat(300)), gzip(CONTENT)),
				concat(CONTENT, CONTENT));
	}

	@Test
	void zerosAfterTheEnd() {
		assertDecoded(concat(gzip(CONTENT), new byte[9]), CONTENT);
	}

	@Test
	void decodesNoMoreThanItIsAskedFor() {
		byte[] content = new byte[8_000_000];
		ByteBuffer gzip = ByteBuffer.wrap(gzip(content));
		try (GzipDecoder decoder = new GzipDecoder()) {
			long size = 0;
			ByteBuffer first = decoder.next(gzip);
			assertThat(first.remaining()).isBetween(1, 8 * 1024);
			assertThat(gzip.remaining()).isPositive();
			for (ByteBuffer piece = first; piece != null; piece = decoder.next(gzip)) {
				size += piece.remaining();
			}
			assertThat(size).isEqualTo(content.length);
			assertThat(decoder.finished()).isTrue();
		}
	}

	@Test
	void contentLargerThanTheBuffers() {
		byte[] content = new byte[300_000];
		new Random(7).nextBytes(content);
		Arrays.fill(content, 100_000, 200_000, (byte) 'a');
		byte[] body = gzip(content);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GzipDecoder decoder = new GzipDecoder()) {
			for (int at = 0; at < body.length; at += 1000) {
				decoder.decode(Pieces.direct(body, at, Math.min(at + 1000, body.length)), collect(out));
			}
			assertThat(decoder.finished()).isTrue();
		}
		assertThat(out.toByteArray()).isEqualTo(content);
	}

	@Test
	void truncatedIsNotFinished() {
		byte[] body = withFlags(gzip(CONTENT), 2 | 4 | 8 | 16, "extra");
		for (int length = 0; length < body.length; length++) {
			try (GzipDecoder decoder = new GzipDecoder()) {
				decoder.decode(Pieces.heap(body, 0, length), (piece) -> {
				});
				assertThat(decoder.finished()).as("%d bytes", length).isFalse();
			}
		}
	}

	@Test
	void truncatedSecondMemberIsNotFinished() {
		byte[] first = gzip(CONTENT);
		byte[] body = concat(first, gzip(CONTENT));
		for (int length = first.length + 1; length < body.length; length++) {
			try (GzipDecoder decoder = new GzipDecoder()) {
				decoder.decode(Pieces.heap(body, 0, length), (piece) -> {
				});
				assertThat(decoder.finished()).as("%d bytes", length).isFalse();
			}
		}
	}

	@Test
	void corruptedIsNoticed() {
		byte[] body = gzip(CONTENT);
		for (int i = 0; i < body.length * Byte.SIZE; i++) {
			byte[] corrupted = body.clone();
			corrupted[i / Byte.SIZE] ^= (byte) (1 << i % Byte.SIZE);
			assertThat(isOtherContent(corrupted)).as("bit %d", i).isFalse();
		}
	}

	@Test
	void corruptedHeaderIsNoticedByItsChecksum() {
		byte[] body = withFlags(gzip(CONTENT), 2 | 8, "");
		body[HEADER_SIZE] ^= 1;
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> decode(body))
			.withCauseInstanceOf(ZipException.class)
			.withMessageContaining("wrong checksum");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Response\":{}}", "\u001Fx", "PK" })
	void notGzip(String body) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> decode(Pieces.utf8(body)))
			.withCauseInstanceOf(ZipException.class)
			.withMessageContaining("it is not gzip");
	}

	@Test
	void somethingElseAfterTheEnd() {
		byte[] junk = concat(gzip(CONTENT), Pieces.utf8("junk"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> decode(junk));
		byte[] junkAfterPadding = concat(gzip(CONTENT), new byte[2], gzip(CONTENT));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> decode(junkAfterPadding));
	}

	@Test
	void leavesPositionAndLimitAlone() {
		ByteBuffer body = Pieces.direct(gzip(CONTENT), 0, gzip(CONTENT).length);
		int position = body.position();
		int limit = body.limit();
		try (GzipDecoder decoder = new GzipDecoder()) {
			decoder.decode(body, (piece) -> piece.position(1));
		}
		assertThat(body.position()).isEqualTo(position);
		assertThat(body.limit()).isEqualTo(limit);
	}

	@Test
	void closesMoreThanOnceAndNeverDecodesAgain() {
		GzipDecoder decoder = new GzipDecoder();
		decoder.close();
		decoder.close();
		// A NullPointerException up to JDK 24, an IllegalStateException from 25 on.
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> decoder.decode(ByteBuffer.wrap(gzip(CONTENT)), (piece) -> {
			}));
	}

	private static void assertDecoded(byte[] body, byte[] content) {
		for (int i = 0; i <= body.length; i++) {
			int cut = i;
			assertDecoded(content, (decode) -> Pieces.two(body, cut, decode));
		}
		assertDecoded(content, (decode) -> Pieces.oneByOne(body, decode));
		assertDecoded(content, (decode) -> decode.accept(Pieces.slice(body, 0, body.length)));
		assertDecoded(content, (decode) -> decode.accept(Pieces.direct(body, 0, body.length)));
		assertDecoded(content, (decode) -> decode.accept(Pieces.readOnly(body, 0, body.length)));
	}

	private static void assertDecoded(byte[] content, Consumer<Consumer<ByteBuffer>> feed) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GzipDecoder decoder = new GzipDecoder()) {
			feed.accept((piece) -> decoder.decode(piece, collect(out)));
			assertThat(decoder.finished()).isTrue();
		}
		assertThat(out.toByteArray()).isEqualTo(content);
	}

	/**
	 * A few bits mean nothing, for example those of the time stamp.
	 */
	private static boolean isOtherContent(byte[] body) {
		try {
			byte[] content = decode(body);
			return content != null && !Arrays.equals(content, CONTENT);
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	private static byte @Nullable [] decode(byte[] body) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GzipDecoder decoder = new GzipDecoder()) {
			decoder.decode(ByteBuffer.wrap(body), collect(out));
			return decoder.finished() ? out.toByteArray() : null;
		}
	}

	private static Consumer<ByteBuffer> collect(ByteArrayOutputStream out) {
		return (piece) -> {
			byte[] bytes = new byte[piece.remaining()];
			piece.get(bytes);
			out.writeBytes(bytes);
		};
	}

	/**
	 * Adds the header fields of the flags: 1 text, 2 checksum, 4 extra, 8 name, 16
	 * comment.
	 */
	private static byte[] withFlags(byte[] body, int flags, String extra) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(body, 0, 3);
		out.write(flags);
		out.write(body, 4, HEADER_SIZE - 4);
		if ((flags & 4) != 0) {
			out.write(extra.length() & 0xFF);
			out.write(extra.length() >> 8);
			out.writeBytes(Pieces.utf8(extra));
		}
		if ((flags & 8) != 0) {
			out.writeBytes(Pieces.utf8("name\0"));
		}
		if ((flags & 16) != 0) {
			out.writeBytes(Pieces.utf8("comment\0"));
		}
		if ((flags & 2) != 0) {
			CRC32 crc = new CRC32();
			crc.update(out.toByteArray());
			out.write((int) crc.getValue() & 0xFF);
			out.write((int) (crc.getValue() >> 8) & 0xFF);
		}
		out.write(body, HEADER_SIZE, body.length - HEADER_SIZE);
		return out.toByteArray();
	}

	private static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			out.writeBytes(part);
		}
		return out.toByteArray();
	}

}
