package io.github.tencentcloud.resilience.blocking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link GunzipStream}.
 */
class GunzipStreamTests {

	private final Random random = new Random(14);

	@Test
	void decodesWhateverTheCuts() throws IOException {
		for (int round = 0; round < 300; round++) {
			String text = text(this.random.nextInt(40_000));
			assertThat(new String(read(Gzip.gzip(text)))).isEqualTo(text);
		}
	}

	/** A few bytes become more than is decoded at a time. */
	@Test
	void decodesWhatIsHighlyCompressed() throws IOException {
		String text = "x".repeat(300_000) + text(20_000) + "y".repeat(100_000);
		assertThat(new String(read(Gzip.gzip(text)))).isEqualTo(text);
	}

	@Test
	void whatIsNotCompressedPasses() throws IOException {
		for (int round = 0; round < 100; round++) {
			byte[] bytes = text(this.random.nextInt(20_000)).getBytes();
			assertThat(read(bytes)).isEqualTo(bytes);
		}
	}

	@Test
	void readsByteByByte() throws IOException {
		GunzipStream stream = new GunzipStream(new ByteArrayInputStream(Gzip.gzip("\u00e4b")));
		assertThat(new int[] { stream.read(), stream.read(), stream.read(), stream.read(), stream.read() })
			.containsExactly(0xC3, 0xA4, 'b', -1, -1);
	}

	/** Little may become much, so no more is decoded than somebody asks for. */
	@Test
	void readsNoMoreThanItHasTo() throws IOException {
		byte[] packed = Gzip.gzip(text(200_000));
		int[] taken = { 0 };
		GunzipStream stream = new GunzipStream(new ByteArrayInputStream(packed) {
			@Override
			public synchronized int read(byte[] bytes, int from, int count) {
				int read = super.read(bytes, from, count);
				taken[0] += Math.max(read, 0);
				return read;
			}
		});
		assertThat(stream.read(new byte[10], 2, 5)).isEqualTo(5);
		assertThat(taken[0]).isEqualTo(8 * 1024).isLessThan(packed.length);
	}

	@Test
	void damageIsAnErrorOfTheBody() {
		byte[] packed = Gzip.gzip(text(1000));
		packed[2] = 7;
		assertThatThrownBy(() -> read(packed)).isInstanceOf(ZipException.class);
	}

	@Test
	void releasedTwiceOrUnused() throws IOException {
		GunzipStream stream = new GunzipStream(new ByteArrayInputStream(Gzip.gzip("text")));
		stream.release();
		assertThat(stream.read()).isEqualTo('t');
		stream.release();
		stream.release();
	}

	private byte[] read(byte[] body) throws IOException {
		GunzipStream stream = new GunzipStream(new Cut(body));
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		byte[] bytes = new byte[3000];
		int from = 0;
		for (int count = stream.read(bytes, from, bytes.length); count >= 0; count = stream.read(bytes, from,
				1 + this.random.nextInt(bytes.length - from))) {
			read.write(bytes, from, count);
			from = this.random.nextInt(bytes.length);
		}
		return read.toByteArray();
	}

	private String text(int size) {
		StringBuilder text = new StringBuilder();
		while (text.length() < size) {
			text.append(Integer.toString(this.random.nextInt(), 36));
		}
		return text.toString();
	}

	/** Gives a few bytes each time. */
	private final class Cut extends InputStream {

		private final ByteArrayInputStream body;

		Cut(byte[] body) {
			this.body = new ByteArrayInputStream(body);
		}

		@Override
		public int read() {
			return this.body.read();
		}

		@Override
		public int read(byte[] bytes, int from, int count) {
			return this.body.read(bytes, from, Math.min(count, 1 + GunzipStreamTests.this.random.nextInt(500)));
		}

	}

}
