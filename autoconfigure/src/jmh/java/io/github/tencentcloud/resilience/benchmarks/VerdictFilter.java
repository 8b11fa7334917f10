package io.github.tencentcloud.resilience.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;

/**
 * The least that a filter does which sees the errors in bodies: it waits for the body,
 * reads its verdict and hands the same buffers on. What this starter costs beyond it are
 * retries, breaker, time-outs and meters.
 */
final class VerdictFilter implements ExchangeFilterFunction {

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request)
			.flatMap((response) -> response.body(BodyExtractors.toDataBuffers())
				.collectList()
				.map((buffers) -> checked(response, buffers)));
	}

	private static ClientResponse checked(ClientResponse response, List<DataBuffer> buffers) {
		EnvelopeVerdict verdict = read(buffers);
		if (!(verdict instanceof EnvelopeVerdict.Success)) {
			throw new IllegalStateException("Only successes are measured: " + verdict);
		}
		return response.mutate().body((body) -> Flux.fromIterable(buffers)).build();
	}

	private static EnvelopeVerdict read(List<DataBuffer> buffers) {
		BodyInspector inspector = BodyInspector.ofEnvelope(null, Set.of(), false);
		for (DataBuffer buffer : buffers) {
			try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
				inspector.inspect(pieces);
			}
		}
		return Objects.requireNonNull(inspector.end());
	}

}
