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

	private final Runnable cancelled;

	private BodyDrain(Runnable cancelled) {
		this.cancelled = cancelled;
	}

	/**
	 * Drain the body of a response. An error is an end, too.
	 * @param response the response
	 * @param cancelled is run if the drain is disposed of before the end
	 * @return the drain
	 */
	static Disposable drain(ClientResponse response, Runnable cancelled) {
		BodyDrain drain = new BodyDrain(cancelled);
		response.body(BodyExtractors.toDataBuffers()).onErrorComplete().subscribe(drain);
		return drain;
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		DataBufferUtils.release(buffer);
	}

	@Override
	protected void hookOnCancel() {
		this.cancelled.run();
	}

}
