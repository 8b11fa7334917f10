package io.github.tencentcloud.resilience.blocking;

import java.io.Closeable;
import java.io.InputStream;

import io.github.tencentcloud.resilience.engine.ResponseHead;

/**
 * A response as it came over an HTTP client: its headers are there, its body is still to
 * be read.
 */
public interface Received extends Closeable {

	/**
	 * What it says before its body.
	 * @return the head; goes on to answer after the response has been closed
	 */
	ResponseHead head();

	/**
	 * Its body.
	 * @return the same stream each time
	 */
	InputStream body();

	/**
	 * Let go of it, when nobody reads any more: what has been read to its end gives its
	 * connection back, anything else is broken off. May be asked for twice.
	 */
	@Override
	void close();

	/**
	 * End what somebody waits for who reads on another thread, if the client lets that be
	 * done at all. Some clients wait themselves then.
	 */
	void abort();

}
