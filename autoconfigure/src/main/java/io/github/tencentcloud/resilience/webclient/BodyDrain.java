package io.github.tencentcloud.resilience.webclient;

import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads what is left of a body that nobody wants, so that its connection can be used
 * again. It takes whatever arrives until its end, even after it has been cancelled, as
 * that may come from another thread while a buffer is being handed over:
 * {@code ClientResponse.releaseBody()} has operators that lose it then.
 */
final class BodyDrain extends BaseSubscriber<DataBuffer> {

	private final Runnable cutOff;

	private BodyDrain(Runnable cutOff) {
		this.cutOff = cutOff;
	}

	/**
	 * Drain the body of a response. An error is an end, too.
	 * @param response the response
	 * @param cutOff is run if it ends before the body does
	 * @return the drain
	 */
	static Disposable drain(ClientResponse response, Runnable cutOff) {
		BodyDrain drain = new BodyDrain(cutOff);
		response.body(BodyExtractors.toDataBuffers()).subscribe(drain);
		return drain;
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		DataBufferUtils.release(buffer);
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.cutOff.run();
	}

	@Override
	protected void hookOnCancel() {
		this.cutOff.run();
	}

}
