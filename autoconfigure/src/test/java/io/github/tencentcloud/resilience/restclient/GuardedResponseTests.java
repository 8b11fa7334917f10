package io.github.tencentcloud.resilience.restclient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpResponse;

import io.github.tencentcloud.resilience.blocking.Delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link GuardedResponse}.
 */
class GuardedResponseTests {

	/** As that of Reactor Netty, as long as it has not begun. */
	@Test
	void bodyThatCannotBeClosedConcernsNobody() throws IOException {
		AtomicInteger closed = new AtomicInteger();
		InputStream body = new ByteArrayInputStream(new byte[1]) {

			@Override
			public void close() {
				closed.incrementAndGet();
				throw new IllegalStateException("Subscriber must be subscribed to use InputStream");
			}

		};
		HttpReceived received = HttpReceived.of(new MockClientHttpResponse(body, 302), HttpMethod.POST, null);
		GuardedResponse response = new GuardedResponse(new Delivery(received, received.body(), false, null));
		assertThatNoException().isThrownBy(response::close);
		assertThat(closed).hasPositiveValue();
	}

}
