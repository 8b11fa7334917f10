package io.github.tencentcloud.resilience.webclient;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Closes a response whose body nobody will read; draining it could take for ever.
 */
final class ResponseCloser extends BaseSubscriber<DataBuffer> {

	private ResponseCloser() {
	}

	static void close(ClientResponse response) {
		response.body(BodyExtractors.toDataBuffers()).onErrorComplete().subscribe(new ResponseCloser());
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		cancel();
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		DataBufferUtils.release(buffer);
	}

}
