package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Gzip;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyInspector}: how much of a compressed body it reads.
 */
class BodyInspectorTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final String START = "{\"Response\":{\"RequestId\":\"r-1\",\"Data\":\"";

	private static final String END = "\"}}";

	/** The work is bounded by what was sent, not by what it could be made into. */
	@Test
	void inspectorReadsNoMoreThanAHundredTimesWhatWasSent() throws Exception {
		byte[] bomb = Gzip.bomb(START, 298, END);
		Counting reader = new Counting();
		try (BodyInspector inspector = new BodyInspector(reader, true) {
		}) {
			inspector.limit(256 * 1024);
			for (int at = 0; at < bomb.length; at += 16 * 1024) {
				inspector.inspect(
						List.of(ByteBuffer.wrap(Arrays.copyOfRange(bomb, at, Math.min(at + 16 * 1024, bomb.length))))
							.iterator());
			}
			assertThat(inspector.isOverLimit()).isTrue();
			assertThat(inspector.end()).isNull();
		}
		assertThat(reader.bytes).isBetween(256L * 1024, 2L * MEGABYTE);
	}

	@Test
	void densePackingWithinTheLimitIsReadToItsEnd() throws Exception {
		byte[] bomb = Gzip.bomb(START, 1, END);
		Counting reader = new Counting();
		try (BodyInspector inspector = new BodyInspector(reader, true) {
		}) {
			inspector.limit(2 * MEGABYTE);
			inspector.inspect(List.of(ByteBuffer.wrap(bomb)).iterator());
			assertThat(inspector.end()).isNotNull();
		}
		assertThat(reader.bytes).isEqualTo(MEGABYTE + START.length() + END.length());
	}

	/** Reads nothing, and says how much of it. */
	private static final class Counting implements BodyReader {

		private long bytes;

		@Override
		public void read(ByteBuffer bytes) {
			this.bytes += bytes.remaining();
		}

		@Override
		public boolean hasError() {
			return false;
		}

		@Override
		public EnvelopeVerdict end() {
			return new EnvelopeVerdict.Success(null);
		}

		@Override
		public boolean isHopeless() {
			return false;
		}

		@Override
		public EnvelopeVerdict breakOff() {
			return end();
		}

	}

}
