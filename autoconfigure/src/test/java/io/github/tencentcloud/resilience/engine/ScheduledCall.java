package io.github.tencentcloud.resilience.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.signing.BodyHash;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call, and what drives it without any HTTP client: does what the call says next, with
 * answers, delays and ends of bodies as they are chosen, and checks what it is told.
 */
final class ScheduledCall {

	private static final ItemRule ITEMS = new ItemRule(ItemPath.of("Set[].Code"), Set.of("Ok"),
			ItemFailureHandling.FAIL_IF_ANY);

	/** What its driver is about. */
	enum State {

		READY, WAITING, SENT, BODY, OVER

	}

	private final ScheduledWorld world;

	private final Choices choices;

	private final String action;

	private final CallOptions options;

	private final Call call;

	private final long deadline;

	private final ScheduledWorld.Book book;

	private final List<Attempt> attempts = new ArrayList<>();

	/** The answers that it was told of, in order. */
	private final List<Answer> answers = new ArrayList<>();

	private State state = State.READY;

	private Step.Wait wait;

	/** When the wait has lasted long enough. */
	private long until;

	private BodyJudge judge;

	/** Nothing comes before the time is up. */
	private boolean silent;

	/** {@code cancelled()} has returned. */
	private volatile boolean gone;

	/** Its caller went while it was asked for the next step. */
	private volatile boolean goneMeanwhile;

	private volatile boolean busy;

	/** How it had ended when its caller went, if it had. */
	private boolean endedBefore;

	private Step result;

	/** What its retries have cost. */
	private int spent;

	/** What the attempt under way has cost. */
	private int paid;

	private boolean released;

	ScheduledCall(ScheduledWorld world, Choices choices, int number) {
		this.world = world;
		this.choices = choices;
		this.action = "Action" + number;
		this.book = world.books.open(this.action);
		this.options = new CallOptions(false, choices.of(Duration.ofSeconds(10), Duration.ofSeconds(1)),
				world.racing ? Duration.ofSeconds(60)
						: choices.of(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10),
								Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1),
								Duration.ofMillis(300), Duration.ZERO),
				choices.of(4, 1, 2, 3, 10), !choices.oneIn(4), choices.of(null, null, ITEMS), !choices.oneIn(16), null);
		CallLog log = world.log(this.action);
		this.call = world.begin(log, this.options);
		this.deadline = log.start() + this.options.callTimeout().toNanos();
	}

	State state() {
		return this.state;
	}

	boolean isOver() {
		return this.state == State.OVER;
	}

	/** Whether its driver has something to do. */
	boolean isDue() {
		return switch (this.state) {
			case READY -> true;
			case SENT, BODY -> !this.silent || now() - due() >= 0;
			case WAITING -> this.wait.until().isDone() || now() - this.until >= 0;
			case OVER -> false;
		};
	}

	/** When it is due at the latest. */
	long due() {
		return switch (this.state) {
			case WAITING -> (this.wait.nanos() != Long.MAX_VALUE) ? this.until : this.deadline + 1;
			case SENT -> last().limit().time();
			default -> this.deadline;
		};
	}

	private long now() {
		return this.world.time.nanos();
	}

	void goOn() {
		switch (this.state) {
			case READY, WAITING -> step("next", this.call::next);
			case SENT -> answer();
			case BODY -> bodyEnds();
			default -> throw new IllegalStateException("It is over");
		}
	}

	private void tell(String event) {
		this.world.tell(this.action + ": " + event);
	}

	/** The caller goes. Some do so more than once. */
	void cancel() {
		tell("cancelled" + (this.busy ? " meanwhile" : ""));
		if (this.busy) {
			this.goneMeanwhile = true;
		}
		else if (!this.gone) {
			this.endedBefore = isOver();
		}
		this.call.cancelled();
		this.gone = true;
		if (!this.busy) {
			assertThat(this.attempts).as("attempts after their caller has gone").allMatch(Attempt::hasEnded);
			if (this.state == State.BODY || (this.state != State.OVER && this.choices.oneIn(2))) {
				// Its driver stops, too. Else what is under way still comes.
				this.state = State.OVER;
			}
		}
	}

	/** Go on until it is over, while others do what they like. */
	void drive() throws Exception {
		while (!isOver()) {
			if (this.state == State.WAITING && this.wait.nanos() == Long.MAX_VALUE) {
				this.wait.until().handle((come, error) -> true).get(20, TimeUnit.SECONDS);
			}
			goOn();
		}
	}

	/** The caller goes, on another thread than that of its driver. */
	void cancelAtAnyMoment() {
		this.goneMeanwhile = true;
		this.call.cancelled();
		this.gone = true;
	}

	/** No wait lasts beyond the end of the application, or of the call. */
	void checkWait() {
		if (this.state != State.WAITING) {
			return;
		}
		if (this.gone || (!this.world.racing && this.world.isStopped())) {
			assertThat(this.wait.until()).as("what nobody waits for").isDone();
		}
		if (this.wait.nanos() == Long.MAX_VALUE && now() - this.deadline > 1_000_000) {
			assertThat(this.wait.until()).as("a wait beyond the deadline").isDone();
		}
	}

	private Step step(String what, Supplier<Step> asked) {
		boolean goneBefore = this.gone;
		boolean delivered = this.result != null;
		boolean closed = this.world.isStopped();
		boolean stopped = this.wait != null && this.wait.until().isCancelled() && !this.gone && !this.goneMeanwhile;
		this.busy = true;
		Step step;
		try {
			step = asked.get();
		}
		finally {
			this.busy = false;
		}
		tell(what + " -> " + name(step));
		if (delivered) {
			assertThat(step).as("what comes after the response")
				.isNotInstanceOf(Step.Send.class)
				.isNotInstanceOf(Step.Wait.class);
		}
		if (goneBefore) {
			assertThat(step).as("what comes after the caller has gone").isNotInstanceOf(Step.Send.class);
		}
		if (this.gone) {
			assertThat(this.attempts).allMatch(Attempt::hasEnded);
		}
		if (stopped && !this.gone && !this.goneMeanwhile) {
			checkStopped(step);
		}
		took(step, goneBefore, closed);
		return step;
	}

	private void checkStopped(Step step) {
		assertThat(step).as("what comes after a wait that was stopped")
			.isNotInstanceOf(Step.Send.class)
			.isNotInstanceOf(Step.Wait.class);
		TencentCloudFailure failure = failure(step);
		assertThat(failure.noRetryReason()).isEqualTo(this.attempts.isEmpty() ? null : NoRetryReason.SHUTDOWN);
	}

	private static TencentCloudFailure failure(Step step) {
		return (step instanceof Step.Deliver deliver) ? Objects.requireNonNull(deliver.failure())
				: TencentCloudFailure.of(((Step.Fail) step).error()).orElseThrow();
	}

	private static String name(Step step) {
		if (step instanceof Step.Fail fail) {
			return "Fail " + fail.error();
		}
		if (step instanceof Step.Wait wait) {
			return "Wait " + ((wait.nanos() == Long.MAX_VALUE) ? "for a turn" : wait.nanos() / 1_000_000 + " ms");
		}
		return step.getClass().getSimpleName();
	}

	private void took(Step step, boolean goneBefore, boolean closed) {
		if (step instanceof Step.Send send) {
			send(send.attempt(), goneBefore || (this.gone && !this.world.racing), closed);
		}
		else if (step instanceof Step.Wait wait) {
			this.wait = wait;
			this.until = now() + wait.nanos();
			this.state = State.WAITING;
			if (!this.gone && wait.nanos() != Long.MAX_VALUE) {
				assertThat(wait.nanos()).as("a wait").isBetween(0L, Math.max(this.deadline - now(), 1));
			}
		}
		else {
			this.wait = null;
			this.result = step;
			this.state = (step instanceof Step.Deliver deliver && deliver.answer().open() && this.judge != null
					&& this.released && !this.gone) ? State.BODY : State.OVER;
		}
		checkWait();
		if (this.gone && this.choices.oneIn(2)) {
			this.state = State.OVER;
		}
	}

	private void send(Attempt attempt, boolean gone, boolean closed) {
		this.attempts.add(attempt);
		this.released = false;
		if (this.wait != null) {
			assertThat(this.wait.until().isCompletedExceptionally()).as("sent although its wait was refused").isFalse();
		}
		this.wait = null;
		this.world.sent(attempt);
		assertThat(gone).as("sent although the caller has gone").isFalse();
		assertThat(this.deadline - now()).as("time left for what is sent").isPositive();
		assertThat(this.attempts).as("attempts").hasSizeLessThanOrEqualTo(this.options.maxAttempts());
		if (this.attempts.size() > 1) {
			assertThat(closed).as("sent again although the application stops").isFalse();
			Answer last = this.answers.get(this.answers.size() - 1);
			this.paid = cost(last);
			this.spent += this.paid;
			assertThat(this.options.retries()).as("retries").isTrue();
			assertThat(last.isOk()).as("a success is repeated").isFalse();
			assertThat(last.isPartlyDone()).as("what is partly done is repeated").isFalse();
			if (policy(last).onlyIdempotent()) {
				assertThat(this.options.idempotent() || last.neverSent()).as("safe to repeat").isTrue();
			}
		}
		sign(attempt);
		this.state = State.SENT;
	}

	/** What can be corrected is corrected for nothing. */
	private int cost(Answer last) {
		Policy policy = policy(last);
		if (policy.decision() == Decision.FAIL || policy.name().equals("clock") || policy.name().equals("credential")) {
			return 0;
		}
		return this.world.isThrottled(policy.name()) ? this.world.throttledCost : this.world.retryCost;
	}

	private Policy policy(Answer answer) {
		return this.world.policies.resolve(ScheduledWorld.PRODUCT, this.action, answer.code()).policy();
	}

	private void sign(Attempt attempt) {
		CallSignature signature = attempt.endpoint().signature();
		if (signature != null) {
			TencentCloudCredentials credentials = signature.credentials(null).join();
			signature.sign(Objects.requireNonNull(credentials),
					new UnsignedRequest("POST", attempt.endpoint().uri(), (name) -> null, true, BodyHash.EMPTY));
		}
	}

	/** Something comes of the attempt, or its time is up. */
	private void answer() {
		Attempt attempt = last();
		boolean timedOut = attempt.limit().time() - now() <= 0;
		if (!timedOut && !this.world.racing && this.choices.oneIn(16)) {
			this.silent = true;
			return;
		}
		this.silent = false;
		Answer answer = timedOut ? timedOut(attempt) : chosen(attempt);
		tell("answer " + answer.code());
		boolean mine = !attempt.hasEnded();
		this.answers.add(answer);
		this.released = answer.open();
		if (mine && (answer.isOk()
				|| (answer.status() > 0 && !answer.ownFault() && policy(answer).decision() == Decision.FAIL))) {
			this.spent -= this.paid;
			this.paid = 0;
		}
		Step step = step(answer.open() ? "released" : "ended",
				() -> answer.open() ? this.call.released(attempt, answer) : this.call.ended(attempt, answer));
		if (!(step instanceof Step.Wait)) {
			assertThat(step instanceof Step.Deliver).as("delivered").isEqualTo(answer.response());
		}
	}

	private Attempt last() {
		return this.attempts.get(this.attempts.size() - 1);
	}

	private Answer timedOut(Attempt attempt) {
		AttemptLimit limit = attempt.limit();
		return limit.isOfCall() ? attempt.callTimedOut()
				: attempt.broken(NetworkErrors.READ_TIMEOUT, limit.timeoutException());
	}

	private Answer chosen(Attempt attempt) {
		return switch (this.choices.below(36)) {
			case 1, 2, 3, 4 -> error(attempt, "RequestLimitExceeded");
			case 5, 6, 7, 8, 9 -> error(attempt, "InternalError");
			case 10, 11 -> error(attempt, "MutexOperation.TaskRunning");
			case 12 -> error(attempt, "ResourceInsufficient");
			case 13 -> error(attempt, "AuthFailure.SecretIdNotFound");
			case 14 -> error(attempt, "InvalidParameterValue");
			case 15 -> error(attempt, "NobodyKnowsThis");
			case 16, 17 -> error(attempt, "AuthFailure.SignatureExpire");
			case 18, 19 -> error(attempt, "AuthFailure.TokenFailure");
			case 20 -> read(attempt, 200, "{\"Response\":{\"Set\":[{\"Code\":\"Ok\"},{\"Code\":\"Bad\"}]," + id());
			case 21 -> read(attempt, 200, "<html></html>");
			case 22, 23, 24 -> read(attempt, this.choices.of(502, 429, 302, 503), "<html></html>");
			case 25, 26, 27 -> attempt.broken("ClientError.NetworkError.Reset", new IOException("reset"));
			case 28, 29 -> attempt.broken("ClientError.NetworkError.ConnectRefused", new IOException("refused"));
			case 30 -> attempt.broken(ClientErrors.REQUEST, new IllegalArgumentException("no such header"));
			case 31 -> Answer.fault(new IllegalStateException("ours"), head(200));
			case 32, 33, 34 -> begun(attempt);
			default -> read(attempt, 200, "{\"Response\":{" + id());
		};
	}

	private String id() {
		return "\"RequestId\":\"" + this.action + "-" + this.attempts.size() + "\"}}";
	}

	/** Where its status would hide a failure, the caller does not get the response. */
	private Answer error(Attempt attempt, String code) {
		int status = this.choices.oneIn(8) ? this.choices.of(400, 302) : 200;
		Answer answer = read(attempt, status,
				"{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"no\"}," + id());
		assertThat(answer.code()).isEqualTo(code);
		assertThat(answer.response()).as("the response with status %s", status).isEqualTo(status == 400);
		return answer;
	}

	private Answer begun(Attempt attempt) {
		return read(attempt, 200, "{\"Response\":{\"Text\":\"" + "x".repeat((int) ScheduledWorld.HOLD_BACK));
	}

	private ResponseHead head(int status) {
		return head(status, "application/json");
	}

	private ResponseHead head(int status, String type) {
		Duration ahead = this.choices.of(Duration.ZERO, Duration.ofMinutes(10), Duration.ofHours(-1));
		String date = DateTimeFormatter.RFC_1123_DATE_TIME
			.format(this.world.time.instant().plus(ahead).atOffset(ZoneOffset.UTC));
		return Heads.response(status,
				Map.of("content-type", type, "date", date, "x-tc-requestid", this.action + "-" + this.attempts.size()));
	}

	private Answer read(Attempt attempt, int status, String body) {
		BodyJudge judge = attempt
			.judge(head(status, (status != 200 && body.startsWith("<")) ? "text/html" : "application/json"));
		if (!judge.isReading()) {
			return judge.answer();
		}
		BodyJudge.Hold hold = read(judge, body);
		if (hold == BodyJudge.Hold.RELEASE && status == 200) {
			this.judge = judge;
			return judge.answer();
		}
		try (judge) {
			return judge.end();
		}
	}

	private static BodyJudge.Hold read(BodyJudge judge, String body) {
		return judge.read(List.of(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))).iterator());
	}

	private void bodyEnds() {
		Attempt attempt = last();
		BodyJudge judge = Objects.requireNonNull(this.judge);
		boolean timedOut = now() - this.deadline >= 0;
		if (!timedOut && !this.world.racing && this.choices.oneIn(8)) {
			this.silent = true;
			return;
		}
		this.silent = false;
		this.judge = null;
		Answer answer;
		switch (timedOut ? 7 : this.choices.below(7)) {
			case 1 -> {
				String code = this.choices.of("InternalError", "InvalidParameterValue", "RequestLimitExceeded");
				read(judge, "\",\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"late\"}," + id());
				answer = judge.end();
			}
			case 2 -> answer = judge.end();
			case 3 -> answer = attempt.broken("ClientError.NetworkError.Reset", new IOException("late"));
			case 4 -> {
				cancel();
				return;
			}
			case 5 -> answer = Answer.fault(new IllegalStateException("ours"), head(200));
			case 6 -> answer = attempt.broken("ClientError.NetworkError.Reset", new OddException());
			case 7 -> answer = attempt.callTimedOut();
			default -> {
				read(judge, "\"," + id());
				answer = judge.end();
			}
		}
		judge.close();
		tell("body " + answer.code());
		this.answers.add(answer);
		boolean odd = answer.error() instanceof OddException;
		Step step = step("ended", () -> this.call.ended(attempt, answer));
		assertThat(step instanceof Step.Deliver).as("delivered").isEqualTo(answer.response() || odd);
	}

	/** Whether the answer or the end of its caller came first is not known. */
	private int uncertain() {
		return this.goneMeanwhile ? this.world.retryCost : 0;
	}

	int least() {
		return -this.spent - uncertain();
	}

	int most() {
		return -this.spent + uncertain();
	}

	/** What has been told to whom, once all is over. */
	void checkEnd() {
		assertThat(this.state).as("what its driver is about").isEqualTo(State.OVER);
		assertThat(this.attempts).as("attempts").allMatch(Attempt::hasEnded);
		assertThat(this.book.ends).as("how often it ended").hasSize(1);
		ScheduledWorld.End end = this.book.ends.get(0);
		int attempts = this.attempts.size();
		// One that was about to be sent when its caller went is counted too.
		assertThat(this.book.attempts).as("attempts in the meters")
			.hasSizeBetween(attempts, this.goneMeanwhile ? attempts + 1 : attempts);
		assertThat(this.book.wells).as("answers that the gates were told of").hasValueLessThanOrEqualTo(attempts);
		if (!this.gone || this.endedBefore) {
			checkResult(end);
			long wishes = this.answers.stream().filter((answer) -> !answer.isOk() && policy(answer).retries()).count();
			assertThat(this.book.wishes).as("wishes to retry in the meters").hasSize((int) wishes);
		}
		else if (!this.goneMeanwhile) {
			assertThat(end).isEqualTo(new ScheduledWorld.End(ClientErrors.CANCELLED, CallOutcome.CANCELLED));
			assertThat(this.book.wishes).as("wishes to retry in the meters").isEmpty();
		}
	}

	private void checkResult(ScheduledWorld.End end) {
		if (this.result instanceof Step.Deliver deliver && deliver.failure() == null) {
			boolean well = this.answers.get(this.answers.size() - 1).isOk();
			assertThat(end.outcome()).isEqualTo(well ? CallOutcome.SUCCESS : CallOutcome.FAILURE);
			assertThat(end.code()).isEqualTo(this.answers.get(this.answers.size() - 1).code());
			return;
		}
		TencentCloudFailure failure = failure(this.result);
		assertThat(end.outcome()).isEqualTo(this.attempts.isEmpty() ? CallOutcome.REJECTED : CallOutcome.FAILURE);
		assertThat(failure.code()).isEqualTo(end.code());
		if (refused(CallTimeoutException.class)) {
			assertThat(failure.noRetryReason()).isEqualTo(NoRetryReason.DEADLINE);
		}
		else if (refused(CallNotPermittedException.class)) {
			assertThat(failure.noRetryReason()).isEqualTo(NoRetryReason.BREAKER);
		}
		else if (refused(BulkheadFullException.class)) {
			assertThat(failure.noRetryReason()).isEqualTo(NoRetryReason.THROTTLED);
		}
		assertThat(failure.history()).as("history")
			.extracting(AttemptSummary::code)
			.containsExactlyElementsOf(this.book.attempts);
		assertThat(failure.history()).as("history").hasSameSizeAs(this.attempts);
		if (!this.attempts.isEmpty()) {
			Answer told = told();
			assertThat(failure.code()).isEqualTo(told.code());
			assertThat(failure.requestId()).isEqualTo(told.requestId());
		}
	}

	/** Whether that is why nothing was sent after the last answer. */
	private boolean refused(Class<? extends Throwable> refusal) {
		return this.result instanceof Step.Fail fail && !this.answers.isEmpty()
				&& !this.answers.get(this.answers.size() - 1).saysNothing()
				&& Stream.of(fail.error().getSuppressed()).anyMatch(refusal::isInstance);
	}

	/** What the caller is told of: what came last, unless that says nothing. */
	private Answer told() {
		Answer last = this.answers.get(this.answers.size() - 1);
		return this.released ? last
				: this.answers.stream()
					.filter((answer) -> !answer.saysNothing())
					.reduce((first, second) -> second)
					.orElse(last);
	}

	/** Nobody can find out what is behind it. */
	private static final class OddException extends IOException {

		private static final long serialVersionUID = 1;

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("odd");
		}

	}

}
