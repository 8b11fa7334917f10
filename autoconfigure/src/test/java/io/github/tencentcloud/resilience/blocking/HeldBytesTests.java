package io.github.tencentcloud.resilience.blocking;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeldBytes}.
 */
class HeldBytesTests {

	private final Random random = new Random(14);

	/** Whatever the lengths, cuts and reads are, it is as if it were one array. */
	@Test
	void randomCutsAgainstAPlainArray() {
		for (int round = 0; round < 3000; round++) {
			byte[] body = new byte[this.random.nextInt((round % 50 == 0) ? 300_000 : 6000)];
			this.random.nextBytes(body);
			HeldBytes held = new HeldBytes(saidLength(body.length));
			fill(held, body);
			assertThat(held.available()).isEqualTo(body.length);
			byte[] expected = body;
			if (this.random.nextBoolean()) {
				int start = this.random.nextInt(body.length + 1);
				int end = start + this.random.nextInt(body.length - start + 1);
				boolean open = this.random.nextInt(3) == 0;
				held.narrow(start, open ? -1 : end);
				expected = Arrays.copyOfRange(body, start, open ? body.length : end);
				assertThat(held.available()).isEqualTo(expected.length);
			}
			assertThat(read(held)).isEqualTo(expected);
			assertThat(held.available()).isZero();
		}
	}

	private long saidLength(int length) {
		return switch (this.random.nextInt(4)) {
			case 0 -> -1;
			case 1 -> this.random.nextInt(10_000);
			case 2 -> Long.MAX_VALUE;
			default -> length;
		};
	}

	private void fill(HeldBytes held, byte[] body) {
		for (int at = 0; at < body.length;) {
			ByteBuffer room = held.room();
			assertThat(room.hasRemaining()).isTrue();
			int count = Math.min(body.length - at, 1 + this.random.nextInt(room.remaining()));
			System.arraycopy(body, at, room.array(), room.position(), count);
			held.add(count);
			at += count;
		}
	}

	private byte[] read(HeldBytes held) {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		byte[] bytes = new byte[1 + this.random.nextInt(5000)];
		while (true) {
			int from = this.random.nextInt(bytes.length);
			int count = held.read(bytes, from, bytes.length - from);
			if (count == 0) {
				return read.toByteArray();
			}
			read.write(bytes, from, count);
		}
	}

	/** A content that nobody knows the beginning of is not there yet. */
	@Test
	void contentThatHasNotBegunIsEmpty() {
		HeldBytes held = new HeldBytes(-1);
		fill(held, new byte[5000]);
		held.narrow(-1, -1);
		assertThat(held.available()).isZero();
	}

	/** The end of a body shows only to who asks for one byte more. */
	@Test
	void lengthThatIsKnownIsAllocatedAtOnce() {
		assertThat(new HeldBytes(300).room().remaining()).isEqualTo(301);
		assertThat(new HeldBytes(0).room().remaining()).isOne();
		assertThat(new HeldBytes(-1).room().remaining()).isEqualTo(2048);
		assertThat(new HeldBytes(64 * 1024 - 1).room().remaining()).isEqualTo(64 * 1024);
		assertThat(new HeldBytes(64 * 1024).room().remaining()).isEqualTo(2048);
		assertThat(new HeldBytes(1 << 30).room().remaining()).isEqualTo(2048);
	}

	@Test
	void roomsGrowToALimit() {
		HeldBytes held = new HeldBytes(-1);
		int largest = 0;
		for (int i = 0; i < 12; i++) {
			int room = held.room().remaining();
			assertThat(room).isGreaterThanOrEqualTo(largest);
			largest = room;
			held.add(room);
		}
		assertThat(largest).isEqualTo(64 * 1024);
	}

	@Test
	void whatIsEmptiedMakesRoomForTheNext() {
		HeldBytes held = new HeldBytes(10);
		fill(held, new byte[] { 1, 2, 3 });
		assertThat(held.isEmptied()).isFalse();
		held.empty();
		assertThat(held.isEmptied()).isTrue();
		assertThat(held.available()).isZero();
		assertThat(held.room().remaining()).isEqualTo(11);
		fill(held, new byte[] { 4 });
		assertThat(read(held)).containsExactly(4);
	}

	@Test
	void whatIsClearedIsGone() {
		HeldBytes held = new HeldBytes(-1);
		fill(held, new byte[5000]);
		held.clear();
		assertThat(held.available()).isZero();
		assertThat(read(held)).isEmpty();
	}

}
