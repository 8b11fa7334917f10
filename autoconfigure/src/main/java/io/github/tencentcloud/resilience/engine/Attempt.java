package io.github.tencentcloud.resilience.engine;

import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;

/**
 * One attempt of a call, as its sender sees it: where it goes, how long it may take, and
 * who judges the answer. It ends once: with an answer, with an error, at the end of a
 * long body, or because the caller has gone.
 */
public final class Attempt {

	private final CallOptions options;

	private final Endpoint endpoint;

	private final BodyJudgeFactory judges;

	private final FaultLog faults;

	private final AttemptObservation observation;

	private final AttemptLimit limit;

	private final AttemptEnd end;

	/** The head of the answer, once its headers have arrived. */
	private volatile @Nullable ResponseHead head;

	Attempt(CallLog log, CallOptions options, Endpoint endpoint, long deadline, CallAdmission admission,
			BodyJudgeFactory judges, FaultLog faults, Time time) {
		this.options = options;
		this.endpoint = endpoint;
		this.judges = judges;
		this.faults = faults;
		this.observation = log.observe(endpoint.uri());
		this.limit = new AttemptLimit(options, deadline, time);
		this.end = new AttemptEnd(log, admission, this.observation, endpoint.permit(), faults, time,
				this.limit.start());
	}

	/**
	 * Where it is sent.
	 * @return the endpoint
	 */
	public Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Its observation, with the headers that carry the trace.
	 * @return the observation
	 */
	public AttemptObservation observation() {
		return this.observation;
	}

	/**
	 * How long it may wait for its answer, headers and body.
	 * @return the limit
	 */
	public AttemptLimit limit() {
		return this.limit;
	}

	/**
	 * The headers of an answer have arrived.
	 * @param head what they say
	 * @return who judges the answer
	 */
	public BodyJudge judge(ResponseHead head) {
		this.head = head;
		return this.judges.of(head);
	}

	/**
	 * How much of a body waits until it is judged.
	 * @return the most bytes
	 */
	public long holdBack() {
		return this.judges.most();
	}

	/**
	 * Whether a body is known to be no longer than what waits until it is judged. A
	 * compressed one may be longer than it says.
	 * @param head what comes before it
	 * @return {@code true} if all of it may be read before it is judged
	 */
	public boolean isShort(ResponseHead head) {
		long length = head.contentLength();
		return length >= 0 && length <= holdBack() && head.header("content-encoding") == null;
	}

	/**
	 * Whether the headers of an answer have arrived.
	 * @return {@code true} if only its body can still be missing
	 */
	public boolean hasHead() {
		return this.head != null;
	}

	/** When the server answered, by its own clock; {@code null} if it did not say. */
	@Nullable String date() {
		ResponseHead head = this.head;
		return (head != null) ? head.header("date") : null;
	}

	/**
	 * The answer of an attempt that broke. It tells where, since clients often do not, or
	 * name the host of a request that was sent elsewhere.
	 * @param code what broke it
	 * @param error the error, as its client reports it
	 * @return the answer
	 */
	public Answer broken(String code, Throwable error) {
		return Answer.error(code, error, this.head).at(this.endpoint.uri());
	}

	/**
	 * The answer of an attempt that broke in a way that this library failed to inspect.
	 * @param thrown what was thrown meanwhile
	 * @param error the error, which is passed on as it is
	 * @return the answer
	 */
	public Answer fault(Throwable thrown, Throwable error) {
		return Answer.fault(this.faults.log(thrown), error);
	}

	/**
	 * The answer of an attempt whose time was up before it could be signed: that is not
	 * the fault of a server which never saw it.
	 * @return the answer, or {@code null} if it was up later
	 */
	public @Nullable Answer unsigned() {
		CallSignature signature = this.endpoint.signature();
		return (signature != null && signature.lacksCredentials())
				? Answer.error(ClientErrors.CREDENTIAL, CallSignature.late()) : null;
	}

	/**
	 * The answer of an attempt that used up all the time its call had.
	 * @return the answer
	 */
	public Answer callTimedOut() {
		return Answer.error(ClientErrors.CALL_TIMEOUT,
				new TimeoutException("No answer within " + this.options.callTimeout().toMillis()
						+ " ms (tencentcloud.resilience.timeout.call, or the deadline of the request)"));
	}

	/**
	 * Whether it has ended.
	 * @return {@code true} if its end has been recorded
	 */
	public boolean hasEnded() {
		return this.end.hasCome();
	}

	/** The caller gets the answer while its body is still arriving. */
	void released(Answer answer) {
		this.end.bodyBegins(answer);
	}

	/** Record its end, unless it has already ended. */
	ResolvedAnswer end(Answer answer) {
		return this.end.with(answer);
	}

}
