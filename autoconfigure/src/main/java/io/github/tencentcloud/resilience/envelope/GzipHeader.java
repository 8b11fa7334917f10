package io.github.tencentcloud.resilience.envelope;

import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * The header of a gzip member (RFC 1952, 2.3), checked byte by byte and otherwise
 * ignored.
 */
final class GzipHeader {

	private static final int FLAG_HEADER_CRC = 1 << 1;

	private static final int FLAG_EXTRA = 1 << 2;

	private static final int FLAG_NAME = 1 << 3;

	private static final int FLAG_COMMENT = 1 << 4;

	private static final int RESERVED_FLAGS = 0xE0;

	private final CRC32 crc = new CRC32();

	private Part part = Part.FIXED;

	/** The bytes of this part that have been read. */
	private int count;

	private int flags;

	/** The number that this part consists of, as far as it has been read. */
	private int number;

	private int extraLength;

	private int expectedCrc;

	/**
	 * Whether nothing has been read yet.
	 */
	boolean isNew() {
		return this.part == Part.FIXED && this.count == 0;
	}

	boolean isComplete() {
		return this.part == Part.END;
	}

	void read(int b) throws ZipException {
		boolean last = switch (this.part) {
			case FIXED -> fixed(b);
			case EXTRA_LENGTH -> extraLength(b);
			case EXTRA -> this.count + 1 == this.extraLength;
			case NAME, COMMENT -> b == 0;
			case HEADER_CRC -> headerCrc(b);
			case END -> throw new IllegalStateException("The header is complete");
		};
		this.crc.update(b);
		this.count++;
		if (last) {
			nextPart();
		}
	}

	private boolean fixed(int b) throws ZipException {
		switch (this.count) {
			case 0 -> check(b == 0x1F, "it is not gzip");
			case 1 -> check(b == 0x8B, "it is not gzip");
			case 2 -> check(b == 8, "its gzip method is not deflate");
			case 3 -> {
				check((b & RESERVED_FLAGS) == 0, "its gzip header has unknown flags");
				this.flags = b;
			}
			default -> {
				// Time, compression level and operating system do not matter.
			}
		}
		return this.count == 9;
	}

	private boolean extraLength(int b) {
		littleEndian(b);
		this.extraLength = this.number;
		return this.count == 1;
	}

	private boolean headerCrc(int b) throws ZipException {
		if (this.count == 0) {
			this.expectedCrc = (int) this.crc.getValue() & 0xFFFF;
		}
		littleEndian(b);
		boolean last = this.count == 1;
		check(!last || this.number == this.expectedCrc, "its gzip header has a wrong checksum");
		return last;
	}

	private void littleEndian(int b) {
		this.number |= b << (Byte.SIZE * this.count);
	}

	private void nextPart() {
		do {
			this.part = Part.values()[this.part.ordinal() + 1];
		}
		while (!isPresent());
		this.count = 0;
		this.number = 0;
	}

	private boolean isPresent() {
		return switch (this.part) {
			case EXTRA_LENGTH -> (this.flags & FLAG_EXTRA) != 0;
			case EXTRA -> this.extraLength > 0;
			case NAME -> (this.flags & FLAG_NAME) != 0;
			case COMMENT -> (this.flags & FLAG_COMMENT) != 0;
			case HEADER_CRC -> (this.flags & FLAG_HEADER_CRC) != 0;
			case FIXED, END -> true;
		};
	}

	private static void check(boolean valid, String problem) throws ZipException {
		if (!valid) {
			throw new ZipException(problem);
		}
	}

	private enum Part {

		FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, HEADER_CRC, END

	}

}
