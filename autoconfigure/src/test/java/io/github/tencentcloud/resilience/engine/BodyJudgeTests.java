package io.github.tencentcloud.resilience.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.StreamFormats;
import io.github.tencentcloud.resilience.telemetry.CallMeters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyJudge}.
 */
class BodyJudgeTests {

	/** However long it is, and whether or not it ever ends. */
	@Test
	void bodyThatCannotBeLookedAtIsHeldBackNoLonger() {
		CallLog log = Judges.log(CallMeters.NOOP);
		ResponseHead head = Heads.response(200, "content-type", "application/json");
		try (BodyJudge judge = new BodyJudgeFactory(log, null, StreamFormats.load(), false, 1000).of(head)) {
			assertThat(judge.read(List.of(ByteBuffer.wrap("{".getBytes(StandardCharsets.UTF_8))).iterator()))
				.isEqualTo(BodyJudge.Hold.KEEP);
			assertThat(judge.read(Stream.<ByteBuffer>generate(() -> {
				throw new IllegalStateException("secret");
			}).iterator())).isEqualTo(BodyJudge.Hold.RELEASE);
			assertThat(judge.end().isFault()).isTrue();
		}
	}

	/** What a stream says is not in items, so it must not fail for the lack of them. */
	@Test
	void streamHasNoItems() {
		ItemRule rule = new ItemRule(ItemPath.of("Set[].Code"), Set.of("Ok"), ItemFailureHandling.FAIL_IF_ALL);
		assertThat(judged(rule, "application/json", "{\"Response\":{\"RequestId\":\"r-1\"}}").code())
			.isEqualTo(ClientErrors.ITEMS_FAILED);
		assertThat(judged(rule, "text/event-stream", "data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\n").code())
			.isEqualTo(ClientErrors.OK);
	}

	private static Answer judged(ItemRule rule, String contentType, String body) {
		BodyJudgeFactory judges = new BodyJudgeFactory(Judges.log(CallMeters.NOOP), rule, StreamFormats.load(), false,
				1000);
		try (BodyJudge judge = judges.of(Heads.response(200, "content-type", contentType))) {
			judge.read(List.of(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))).iterator());
			return judge.end();
		}
	}

}
