package io.github.tencentcloud.resilience.webclient;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A body whose source does not hear at once that nobody wants it any more, as it is when
 * it is told so on another thread. The HTTP client holds each buffer too.
 */
class HandoverTests {

	private final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.buffer(16).writeInt(1).retain();

	private final DataBuffer buffer = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT).wrap(this.bytes);

	private final TestPublisher<DataBuffer> body = TestPublisher
		.createNoncompliant(TestPublisher.Violation.DEFER_CANCELLATION);

	private final Sinks.Empty<Void> end = Sinks.empty();

	private final Flux<DataBuffer> read = Handover.around(this.body.flux(),
			(buffers) -> buffers.takeUntilOther(this.end.asMono()));

	@AfterEach
	void releaseAll() {
		this.bytes.release(this.bytes.refCnt());
	}

	@Test
	void belongsToItsReader() {
		this.read.subscribe();
		this.body.next(this.buffer);
		assertThat(this.bytes.refCnt()).isEqualTo(2);
	}

	@Test
	void comesAfterTheEnd() {
		this.read.subscribe();
		this.end.tryEmitEmpty();
		this.body.next(this.buffer);
		assertThat(this.bytes.refCnt()).isOne();
	}

	@Test
	void comesAfterItsReaderHasLeft() {
		Disposable reader = this.read.subscribe();
		reader.dispose();
		this.body.next(this.buffer);
		assertThat(this.bytes.refCnt()).isOne();
	}

	@Test
	void isNotReleasedASecondTimeByAReaderThatDiscards() {
		Disposable reader = this.read.doOnDiscard(DataBuffer.class, DataBufferUtils::release).subscribe();
		reader.dispose();
		this.body.next(this.buffer);
		assertThat(this.bytes.refCnt()).isOne();
	}

}
