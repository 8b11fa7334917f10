package io.github.tencentcloud.resilience.json;

/**
 * What a scanner expects next. Plain numbers, since it is asked for each token.
 */
final class ScanState {

	static final int START = 0;

	static final int VALUE = 1;

	static final int ELEMENT_OR_END = 2;

	static final int NAME = 3;

	static final int NAME_OR_END = 4;

	static final int COLON = 5;

	static final int COMMA_OR_END = 6;

	static final int IN_NAME = 7;

	static final int IN_VALUE = 8;

	static final int CLOSED = 9;

	static final int BROKEN = 10;

	private ScanState() {
	}

}
