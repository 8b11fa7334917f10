package io.github.tencentcloud.resilience.engine;

import java.util.Set;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.FaultyInspector;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

/**
 * Judges of bodies, and such that fail at it.
 */
public final class Judges {

	private Judges() {
	}

	/** A judge of an envelope. */
	public static BodyJudge of(int limit) {
		return of(BodyInspector.ofEnvelope(null, Set.of(), false), limit);
	}

	/**
	 * A judge that fails.
	 * @param good how many buffers it has seen before
	 * @param noContent whether it cannot say what the content is
	 * @param noEnd whether it cannot say what it all comes to
	 * @param limit how many bytes may wait
	 */
	public static BodyJudge faulty(int good, boolean noContent, boolean noEnd, int limit) {
		return of(new FaultyInspector(good, noContent, noEnd), limit);
	}

	/** What a judge got wrong, or {@code null}. */
	public static Throwable fault(BodyJudge judge) {
		return judge.fault();
	}

	/** The log of a call that is observed by nobody. */
	static CallLog log(CallMeters meters) {
		Time time = new ReactorTime();
		TencentCloudCall call = new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST");
		return new CallLog(call, null, TestInstruments.of(meters, time), CallObservation.NONE, false, time);
	}

	private static BodyJudge of(BodyInspector inspector, int limit) {
		inspector.limit(limit);
		return new BodyJudge(Heads.response(200), false, false, false, inspector, null, log(CallMeters.NOOP));
	}

}
