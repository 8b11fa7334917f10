package io.github.tencentcloud.resilience.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import org.springframework.util.Assert;

/**
 * What the fake Tencent Cloud says to a request. {@link Answers} makes them. Immutable.
 */
public final class Answer {

	private final Function<ReceivedRequest, Reply> replies;

	Answer(Function<ReceivedRequest, Reply> replies) {
		this.replies = replies;
	}

	/**
	 * The same, after a while.
	 * @param delay how long nothing is sent
	 * @return a slower answer
	 */
	public Answer after(Duration delay) {
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		return with((response) -> response.withFixedDelay(Math.toIntExact(delay.toMillis())));
	}

	/**
	 * The same in pieces, with pauses in between. An event of a stream is a piece, of any
	 * other body there are ten.
	 * @param duration from the first piece to the last
	 * @return an answer that trickles
	 */
	public Answer over(Duration duration) {
		Assert.isTrue(!duration.isNegative(), "'duration' must not be negative");
		return new Answer((request) -> {
			Reply reply = this.replies.apply(request);
			return reply.with((response) -> response.withChunkedDribbleDelay(reply.pieces(),
					Math.toIntExact(duration.toMillis())));
		});
	}

	/**
	 * The same with a header.
	 * @param name the name
	 * @param value the value
	 * @return an answer with one more header
	 */
	public Answer withHeader(String name, String value) {
		return with((response) -> response.withHeader(name, value));
	}

	/**
	 * Half of it, and then the connection ends.
	 * @return an answer that breaks off
	 */
	public Answer brokenOff() {
		return new Answer((request) -> this.replies.apply(request).half());
	}

	private Answer with(UnaryOperator<ResponseDefinitionBuilder> change) {
		return new Answer((request) -> this.replies.apply(request).with(change));
	}

	Reply to(ReceivedRequest request) {
		return this.replies.apply(request);
	}

	/**
	 * An answer to one request, being put together.
	 *
	 * @param response the response
	 * @param body its body
	 * @param pieces how many pieces it consists of
	 */
	record Reply(ResponseDefinitionBuilder response, byte[] body, int pieces) {

		private static final int PIECES = 10;

		static Reply of(int status, String contentType, String body) {
			return of(status, contentType, body, PIECES);
		}

		static Reply of(int status, String contentType, String body, int pieces) {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			return new Reply(new ResponseDefinitionBuilder().withStatus(status)
				.withHeader("Server", "nginx")
				.withHeader("Content-Type", contentType)
				.withBody(bytes), bytes, Math.max(1, pieces));
		}

		Reply with(UnaryOperator<ResponseDefinitionBuilder> change) {
			return new Reply(change.apply(this.response), this.body, this.pieces);
		}

		/**
		 * The client waits for more than comes, and then sees the connection end.
		 * Compressed it would be a whole again.
		 */
		private Reply half() {
			byte[] half = Arrays.copyOf(this.body, this.body.length / 2);
			return new Reply(this.response.withBody(half)
				.withGzipDisabled(true)
				.withHeader("Content-Length", String.valueOf(this.body.length))
				.withHeader("Connection", "close"), half, this.pieces);
		}

	}

}
