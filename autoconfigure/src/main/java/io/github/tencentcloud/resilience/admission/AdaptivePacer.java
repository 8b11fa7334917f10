package io.github.tencentcloud.resilience.admission;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

/**
 * Paces the calls of an action, region and account from the moment the server throttles
 * them until there has been no throttling for a while. Otherwise it lets everything pass.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public class AdaptivePacer implements Gate {

	/**
	 * Regions and actions come from requests, so the number of paces has to be bounded.
	 * They go by themselves, so beyond it nobody shares one: what finds no place is not
	 * paced.
	 */
	private static final int MAX_PACES = 1000;

	private volatile Function<String, PacingSettings> settings;

	private final Time time;

	private final RecentSuccesses recent = new RecentSuccesses();

	private final Map<PaceKey, PacedQueue> paces = new ConcurrentHashMap<>();

	/**
	 * Create the pacer.
	 * @param settings the settings by product
	 * @param time the clock behind every {@code now}
	 */
	public AdaptivePacer(Function<String, PacingSettings> settings, Time time) {
		this.settings = settings;
		this.time = time;
	}

	/**
	 * Use other settings from now on. What is paced by settings that have changed is no
	 * longer paced, until the server throttles it again; who waits there still gets a
	 * turn.
	 * @param settings the settings by product
	 */
	public void retune(Function<String, PacingSettings> settings) {
		Function<String, PacingSettings> before = this.settings;
		this.settings = settings;
		this.paces.keySet().removeIf((pace) -> !settings.apply(pace.product()).equals(before.apply(pace.product())));
	}

	@Override
	public @Nullable CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline) {
		if (this.paces.isEmpty()) {
			return null;
		}
		PaceKey key = PaceKey.of(call);
		PacedQueue pace = this.paces.get(key);
		if (pace == null) {
			return null;
		}
		if (pace.isQuiet(now)) {
			this.paces.remove(key, pace);
			return null;
		}
		return pace.pass(attempt > 1, now, deadline);
	}

	@Override
	public void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
		if (!throttled) {
			this.recent.add(PaceKey.hash(call), now);
		}
		if (!throttled && this.paces.isEmpty()) {
			return;
		}
		PaceKey key = PaceKey.of(call);
		PacedQueue pace = this.paces.get(key);
		if (pace == null && throttled) {
			pace = begin(key, call, now);
		}
		if (pace != null) {
			pace.answered(throttled, sent, now);
		}
	}

	private @Nullable PacedQueue begin(PaceKey key, TencentCloudCall call, long now) {
		PacingSettings settings = this.settings.apply(call.product());
		if (!settings.enabled()) {
			return null;
		}
		if (this.paces.size() >= MAX_PACES) {
			this.paces.values().removeIf((pace) -> pace.isQuiet(now));
			if (this.paces.size() >= MAX_PACES) {
				return null;
			}
		}
		double recent = this.recent.count(PaceKey.hash(call), now);
		return this.paces.computeIfAbsent(key, (missing) -> new PacedQueue(missing, settings, this.time, recent, now));
	}

	/**
	 * What is currently being paced, for display.
	 * @return one level for each action, region and account that is paced
	 */
	public List<PaceLevel> levels() {
		long now = this.time.nanos();
		return this.paces.values()
			.stream()
			.filter((pace) -> !pace.isQuiet(now))
			.map((pace) -> pace.level(now))
			.toList();
	}

}
