package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerClock}.
 */
class ServerClockTests {

	private static final String HOST = Calls.HOST;

	private static final Duration RIGHT = Duration.ZERO;

	private static final Duration OFF = Duration.ofMinutes(20);

	private final TestClock clock = new TestClock();

	private final ServerClock serverClock = new ServerClock(this.clock);

	@RegisterExtension
	private final LogLines log = new LogLines(ServerClock.class.getName());

	@Test
	void knowsNothingAtFirst() {
		assertThat(this.serverClock.now(HOST)).isEqualTo(this.clock.instant());
		assertThat(this.serverClock.offset(HOST)).isZero();
		assertThat(this.serverClock.offsets()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 20, -20, 301, -301, 23 * 60, -23 * 60 })
	void learnsFromTheServer(long minutes) {
		Duration off = Duration.ofMinutes(minutes);
		assertThat(this.serverClock.learn(HOST, date(off))).isTrue();
		assertThat(this.serverClock.offset(HOST)).isEqualTo(off);
		assertThat(this.serverClock.now(HOST)).isEqualTo(this.clock.instant().plus(off));
		this.clock.advance(Duration.ofDays(3));
		assertThat(this.serverClock.now(HOST)).isEqualTo(this.clock.instant().plus(off));
	}

	@ParameterizedTest
	@CsvSource({ "PT9M59S, 10 minutes behind", "PT-9M-59S, 10 minutes ahead of", "PT8H, 8 hours behind" })
	void saysSoInWords(Duration off, String words) {
		this.serverClock.learn(HOST, date(off));
		assertThat(this.log.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.isEqualTo("The clock of this machine is " + words + " that of " + HOST
					+ ", which refused a signature as expired. Requests to it are signed with its time from now on. "
					+ "Correct the clock of this machine.");
	}

	@Test
	void learnsForThatHostOnly() {
		this.serverClock.learn(HOST, date(OFF));
		assertThat(this.serverClock.offset("sms.tencentcloudapi.com")).isZero();
		assertThat(this.serverClock.offsets()).containsOnlyKeys(HOST);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "yesterday", "1551113065", "2019-02-25T16:44:25Z", "Mon, 99 Feb 2019 17:04:25 GMT",
			"Mon, 25 Feb 9999999999 17:04:25 GMT", "Tue, 25 Feb 2019 17:04:25 GMT" })
	void headerThatIsNoDate(String header) {
		assertThat(this.serverClock.learn(HOST, header)).isFalse();
		assertThat(this.serverClock.offsets()).isEmpty();
	}

	@Test
	void dateThatIsNoTime() {
		assertThat(this.serverClock.learn(HOST, date(Duration.ofHours(24).plusSeconds(1)))).isFalse();
		assertThat(this.serverClock.learn(HOST, date(Duration.ofDays(-365)))).isFalse();
		assertThat(this.serverClock.offsets()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 60, -60 })
	void clockThatIsRightStaysRight(long seconds) {
		assertThat(this.serverClock.learn(HOST, date(Duration.ofSeconds(seconds)))).isFalse();
		assertThat(this.serverClock.offset(HOST)).isZero();
	}

	@Test
	void correctionThatIsRefusedIsTakenBack() {
		assertThat(this.serverClock.learn(HOST, date(OFF))).isTrue();
		assertThat(this.serverClock.learn(HOST, date(OFF))).isFalse();
		assertThat(this.serverClock.offset(HOST)).isZero();
		assertThat(this.serverClock.offsets()).containsEntry(HOST, Duration.ZERO);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(longs = { -300, 300 })
	void correctionThatIsRefusedIsTakenBackWhateverTheDate(Long minutes) {
		this.serverClock.learn(HOST, date(OFF));
		String date = (minutes != null) ? date(Duration.ofMinutes(minutes)) : null;
		assertThat(this.serverClock.learn(HOST, date)).isFalse();
		assertThat(this.serverClock.offset(HOST)).isZero();
	}

	@Test
	void afterThatTheDateIsNotBelievedForAMinute() {
		this.serverClock.learn(HOST, date(OFF));
		this.serverClock.learn(HOST, date(OFF));
		assertThat(this.serverClock.learn(HOST, date(OFF))).isFalse();
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.serverClock.learn(HOST, date(OFF))).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.serverClock.learn(HOST, date(OFF))).isTrue();
		assertThat(this.serverClock.offset(HOST)).isEqualTo(OFF);
	}

	@Test
	void clockThatIsSetRightIsNoticed() {
		this.serverClock.learn(HOST, date(OFF));
		this.clock.advance(OFF);
		assertThat(this.serverClock.learn(HOST, date(RIGHT))).isTrue();
		assertThat(this.serverClock.offset(HOST)).isZero();
	}

	@Test
	void clockThatIsSetWrongAgainIsNoticed() {
		this.serverClock.learn(HOST, date(OFF));
		this.clock.advance(Duration.ofHours(5));
		assertThat(this.serverClock.learn(HOST, date(OFF.negated()))).isTrue();
		assertThat(this.serverClock.offset(HOST)).isEqualTo(OFF.negated());
	}

	/** All signed before anything was known. */
	@Test
	void requestsOnTheirWayAreRepeated() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.serverClock.learn(HOST, date(OFF), RIGHT)).isTrue();
		}
		assertThat(this.serverClock.offset(HOST)).isEqualTo(OFF);
	}

	/** All signed with a correction that has been taken back since. */
	@Test
	void requestsOnTheirWayWithAWrongCorrectionAreRepeatedToo() {
		this.serverClock.learn(HOST, date(OFF), RIGHT);
		assertThat(this.serverClock.learn(HOST, date(OFF), OFF)).isFalse();
		for (int i = 0; i < 100; i++) {
			assertThat(this.serverClock.learn(HOST, date(OFF), OFF)).isTrue();
		}
		assertThat(this.serverClock.offset(HOST)).isZero();
	}

	@Test
	void hostsAreBounded() {
		for (int i = 0; i < 1_100; i++) {
			this.serverClock.learn("host" + i, date(OFF));
		}
		assertThat(this.serverClock.offsets()).hasSizeLessThanOrEqualTo(1_000).containsKey("host1099");
	}

	@RepeatedTest(5)
	void manyAtOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			Callable<Boolean> refused = () -> {
				Duration used = this.serverClock.offset(HOST);
				Thread.yield();
				// The server is right, so only requests signed without the offset fail.
				return used.equals(OFF) || this.serverClock.learn(HOST, date(OFF), used);
			};
			List<Future<Boolean>> repeated = threads.invokeAll(Stream.generate(() -> refused).limit(500).toList());
			for (Future<Boolean> each : repeated) {
				assertThat(each.get()).isTrue();
			}
			assertThat(this.serverClock.offset(HOST)).isEqualTo(OFF);
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** Whatever comes in, time stays within a day, and a correct clock wins. */
	@RepeatedTest(3)
	void randomDates(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int i = 0; i < 300; i++) {
			this.clock.advance(Duration.ofSeconds(random.nextInt(100)));
			Duration used = random.nextBoolean() ? this.serverClock.offset(HOST) : RIGHT;
			this.serverClock.learn(HOST, date(Duration.ofSeconds(random.nextInt(200_000) - 100_000)), used);
			assertThat(this.serverClock.offset(HOST).abs()).isLessThanOrEqualTo(Duration.ofHours(24));
		}
		this.clock.advance(Duration.ofMinutes(15));
		this.serverClock.learn(HOST, date(RIGHT));
		assertThat(this.serverClock.offset(HOST)).isZero();
	}

	/** What the server writes whose time the application's clock is behind. */
	private String date(Duration offset) {
		Instant date = this.clock.instant().plus(offset);
		return DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
	}

}
