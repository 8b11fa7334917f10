package io.github.tencentcloud.resilience.demo.page;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.test.FakeTencentCloud;

/**
 * The page in a few lines of plain text.
 */
@Component
class Summary {

	private final LiveFeed feed;

	private final FakeTencentCloud fake;

	Summary(LiveFeed feed, FakeTencentCloud fake) {
		this.feed = feed;
		this.fake = fake;
	}

	String text(URI here) {
		Update state = this.feed.state();
		return """
				A demo that calls a fake Tencent Cloud at http://%s all the time.

				scenario      %s
				last minute   %s
				breakers      %s

				live page     open %s in a browser
				scenarios     curl %sscenario
				switch        curl -X POST %sscenario/outage
				meters        curl %sactuator/prometheus
				""".formatted(this.fake.endpoint(), state.scenario(), calls(state.seconds()),
				breakers(state.breakers()), here, here, here, here);
	}

	private static String calls(List<Second> seconds) {
		Map<String, Long> byCode = seconds.stream()
			.flatMap((second) -> second.codes().stream())
			.collect(Collectors.groupingBy(CodeCount::code, Collectors.summingLong(CodeCount::count)));
		return byCode.isEmpty() ? "no calls"
				: byCode.entrySet()
					.stream()
					.sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
						.thenComparing(Map.Entry.comparingByKey()))
					.map((entry) -> entry.getValue() + " " + entry.getKey())
					.collect(Collectors.joining(", "));
	}

	private static String breakers(List<Breaker> breakers) {
		List<Breaker> notClosed = breakers.stream().filter((breaker) -> !breaker.isClosed()).toList();
		return notClosed.isEmpty() ? "all %d closed".formatted(breakers.size())
				: notClosed.stream()
					.map((breaker) -> breaker.name() + " " + breaker.state())
					.collect(Collectors.joining(", "));
	}

}
