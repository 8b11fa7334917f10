package io.github.tencentcloud.resilience.restclient;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * A header of responses that are handed on although their call failed. Spring's exception
 * for such a response keeps nothing but copies of its headers and its body, so this is
 * how it knows of the attempts and of the policy. A server cannot forge it.
 */
final class FailureHeader {

	static final String NAME = "X-TencentCloud-Resilience-Failure";

	/** Between codes, which are on one line each. */
	private static final String SEPARATOR = "\n";

	/** Tells a header of ours from one that a server sends itself. */
	private static final String SEAL = "by=" + UUID.randomUUID() + "&";

	private FailureHeader() {
	}

	static String write(TencentCloudFailure failure) {
		String codes = failure.history().stream().map(AttemptSummary::code).collect(Collectors.joining(SEPARATOR));
		return Stream
			.of(entry("code", failure.code()), entry("message", failure.message()),
					entry("requestId", failure.requestId()), entry("product", failure.product()),
					entry("action", failure.action()), entry("region", failure.region()),
					entry("policy", failure.policy()), entry("decision", failure.decision().name()),
					entry("attempts", codes), entry("elapsed", Long.toString(failure.elapsed().toMillis())),
					entry("retryResult", name(failure.retryResult())),
					entry("noRetryReason", name(failure.noRetryReason())))
			.filter(StringUtils::hasLength)
			.collect(Collectors.joining("&", SEAL, ""));
	}

	private static @Nullable String name(@Nullable Enum<?> value) {
		return (value != null) ? value.name() : null;
	}

	private static String entry(String key, @Nullable String value) {
		return (value != null) ? key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) : "";
	}

	/**
	 * The failure, or {@code null} if the header is not one that {@link #write} made in
	 * this JVM, or does not make sense.
	 */
	static @Nullable TencentCloudFailure read(String header) {
		if (!header.startsWith(SEAL)) {
			return null;
		}
		try {
			Map<String, String> entries = new HashMap<>();
			for (String entry : header.substring(SEAL.length()).split("&")) {
				int separator = entry.indexOf('=');
				entries.put(entry.substring(0, separator),
						URLDecoder.decode(entry.substring(separator + 1), StandardCharsets.UTF_8));
			}
			return failure(entries);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static TencentCloudFailure failure(Map<String, String> entries) {
		String policy = required(entries, "policy");
		List<AttemptSummary> history = Stream.of(required(entries, "attempts").split(SEPARATOR))
			.map((code) -> new AttemptSummary(code, null, policy, Duration.ZERO))
			.toList();
		String result = entries.get("retryResult");
		String noRetryReason = entries.get("noRetryReason");
		return new TencentCloudFailure(required(entries, "code"), required(entries, "message"),
				entries.get("requestId"), required(entries, "product"), required(entries, "action"),
				required(entries, "region"), policy, Decision.valueOf(required(entries, "decision")), history,
				Duration.ofMillis(Long.parseLong(required(entries, "elapsed"))), Map.of(),
				(result != null) ? RetryResult.valueOf(result) : null,
				(noRetryReason != null) ? NoRetryReason.valueOf(noRetryReason) : null);
	}

	private static String required(Map<String, String> entries, String key) {
		String value = entries.get(key);
		if (value == null) {
			throw new IllegalArgumentException("There is no " + key);
		}
		return value;
	}

}
