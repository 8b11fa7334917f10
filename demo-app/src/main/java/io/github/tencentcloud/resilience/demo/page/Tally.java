package io.github.tencentcloud.resilience.demo.page;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Counts what the observations tell, from one look to the next. Safe for several threads.
 */
@Component
class Tally {

	private long attempts;

	private long fineByStatus;

	private long fineByBody;

	private long calls;

	private long attemptsOfCalls;

	private Map<Fate, Long> fates = new HashMap<>();

	synchronized void attempt(Attempt attempt) {
		this.attempts++;
		if (attempt.isFineByStatus()) {
			this.fineByStatus++;
		}
		if (attempt.isFineByBody()) {
			this.fineByBody++;
		}
	}

	synchronized void call(int attempts, @Nullable Fate fate) {
		this.calls++;
		this.attemptsOfCalls += attempts;
		if (fate != null) {
			this.fates.merge(fate, 1L, Long::sum);
		}
	}

	/**
	 * Takes out what was counted.
	 * @return the counts since the last time
	 */
	synchronized Seen drain() {
		List<FateCount> counts = this.fates.entrySet()
			.stream()
			.map((entry) -> new FateCount(entry.getKey().kind().value(), entry.getKey().why(), entry.getValue()))
			.sorted(Comparator.comparingLong(FateCount::count).reversed().thenComparing(FateCount::kind))
			.toList();
		Seen seen = new Seen(this.attempts, this.fineByStatus, this.fineByBody, this.calls, this.attemptsOfCalls,
				counts);
		this.attempts = 0;
		this.fineByStatus = 0;
		this.fineByBody = 0;
		this.calls = 0;
		this.attemptsOfCalls = 0;
		this.fates = new HashMap<>();
		return seen;
	}

}
