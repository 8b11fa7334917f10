package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.StreamFormats;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;

/**
 * Calls for those who drive them. All of them share a bulkhead with one place, so what a
 * call has not given back is missed by the next one.
 */
public final class TestCalls {

	private static final Catalogue CATALOGUE = Catalogue.load();

	private static final StreamFormats STREAMS = StreamFormats.load();

	private static final TencentCloudCall CALL = new TencentCloudCall("cvm", "DescribeInstances", null, "none", "h",
			"POST");

	private final Time time;

	private final AttemptTimer timer;

	private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();

	/**
	 * Create it.
	 * @param time the time that calls run by
	 */
	public TestCalls(Time time) {
		this.time = time;
		this.timer = new AttemptTimer(time);
	}

	public AttemptTimer timer() {
		return this.timer;
	}

	/** How many calls may begin now: one, unless one goes on. */
	public int places() {
		return this.bulkheads.find("tencentcloud-cvm")
			.map((bulkhead) -> bulkhead.getMetrics().getAvailableConcurrentCalls())
			.orElse(1);
	}

	/** The limit of an attempt that begins now. */
	public AttemptLimit limit(Duration attempt, Duration call) {
		return limit(null, attempt, call);
	}

	/** The same, with a limit of its own for the first event of a stream. */
	public AttemptLimit limit(@Nullable Duration firstEvent, Duration attempt, Duration call) {
		CallOptions options = new CallOptions(false, attempt, call, 1, true, null, true, firstEvent);
		return new AttemptLimit(options, this.time.nanos() + call.toNanos(), this.time);
	}

	/**
	 * A call of one action, which only reads.
	 * @param unwrap whether its caller gets the content only
	 * @param holdBack how many bytes wait
	 * @param attempts the most attempts
	 * @param attempt how long each may take
	 */
	public Call begin(boolean unwrap, long holdBack, int attempts, Duration attempt) {
		CallLog log = log(CallMeters.NOOP);
		AdmissionControl admission = new AdmissionControl(List.of(), RetryBudgets.none(),
				new Bulkheads(this.bulkheads, (product) -> new BulkheadSettings(1, Duration.ZERO), this.time),
				this.time);
		RequestHead request = Heads.request("DescribeInstances");
		PreparedCall prepared = new PreparedCall(CALL, request.uri(), Map.of(), null, null);
		return new Call(options(unwrap, attempts, attempt, Duration.ofMinutes(1)), log, new RetrySafety(true, request),
				new Endpoints(prepared, CircuitBreakers.none()), admission,
				new BodyJudgeFactory(log, null, STREAMS, unwrap, (int) holdBack), null, new WaitingCalls(),
				new FaultLog(this.time), this.time);
	}

	/**
	 * A call that is only observed.
	 * @param ended is told its code
	 */
	public ObservedCall observe(Consumer<String> ended) {
		CallLog log = log(new CallMeters() {
			@Override
			public void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
				ended.accept(code);
			}
		});
		return new ObservedCall(log, new BodyJudgeFactory(log, null, STREAMS, false, 1000), new FaultLog(this.time),
				this.time);
	}

	private CallLog log(CallMeters meters) {
		PolicyResolver policies = new PolicyResolver(CodeRules.empty(), CATALOGUE.rules(), CATALOGUE.policies(),
				Policy.UNKNOWN);
		return new CallLog(CALL, policies, TestInstruments.of(meters, this.time), CallObservation.NONE, false,
				this.time);
	}

	private static CallOptions options(boolean unwrap, int attempts, Duration attempt, Duration call) {
		return new CallOptions(unwrap, attempt, call, attempts, true, null, true, null);
	}

}
