package io.github.tencentcloud.resilience.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.policy.StreamForms;
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
		try (BodyJudge judge = BodyJudge.of(head, false, 1000, new ItemAudit(null, log, StreamForms.load()))) {
			assertThat(judge.read(List.of(ByteBuffer.wrap("{".getBytes(StandardCharsets.UTF_8))).iterator()))
				.isEqualTo(BodyJudge.Hold.KEEP);
			assertThat(judge.read(Stream.<ByteBuffer>generate(() -> {
				throw new IllegalStateException("secret");
			}).iterator())).isEqualTo(BodyJudge.Hold.RELEASE);
			assertThat(judge.end().isFault()).isTrue();
		}
	}

}
