package io.github.tencentcloud.resilience.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What is to be answered, and what was asked. Tests and the threads of the server use it
 * at the same time, so its lists are guarded by its lock; answers are made outside of it.
 */
class Script {

	private final @Nullable Function<ReceivedRequest, Answer> otherwise;

	/** How many requests are remembered, 0 for none. */
	private final int most;

	private final List<Stub> stubs = new ArrayList<>();

	private final List<Stub> lasting = new ArrayList<>();

	private final Deque<ReceivedRequest> requests = new ArrayDeque<>();

	private final List<ReceivedRequest> unexpected = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	Script(@Nullable Function<ReceivedRequest, Answer> otherwise, int most) {
		this.otherwise = otherwise;
		this.most = most;
	}

	synchronized Stub add(Stub stub) {
		this.stubs.removeIf(stub::replaces);
		this.stubs.add(stub);
		return stub;
	}

	synchronized void addLasting(Stub stub) {
		this.lasting.add(stub);
	}

	synchronized void record(ReceivedRequest request) {
		this.requests.add(request);
		if (this.requests.size() > this.most) {
			this.requests.remove();
		}
	}

	synchronized List<ReceivedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized void forgetRequests() {
		this.requests.clear();
		this.unexpected.clear();
		this.failures.clear();
	}

	synchronized void reset() {
		this.stubs.clear();
		forgetRequests();
	}

	synchronized void forgetEverything() {
		this.lasting.clear();
		reset();
	}

	/** The reply to a request, by a thread of the server. */
	Answer.Reply reply(ReceivedRequest request) {
		Stub stub = find(request);
		try {
			if (stub != null) {
				return stub.next().to(request);
			}
			if (this.otherwise != null) {
				return this.otherwise.apply(request).to(request);
			}
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
			return Answers.error("InternalError", "The fake Tencent Cloud could not answer: " + ex).to(request);
		}
		unexpected(request);
		return Answers.error("InvalidAction", "Nobody has told the fake Tencent Cloud what to answer. " + hint(request))
			.to(request);
	}

	private synchronized @Nullable Stub find(ReceivedRequest request) {
		return this.stubs.stream()
			.filter((stub) -> stub.isFor(request))
			.findFirst()
			.or(() -> this.lasting.stream().filter((stub) -> stub.isFor(request)).findFirst())
			.orElse(null);
	}

	private synchronized void unexpected(ReceivedRequest request) {
		this.unexpected.add(request);
	}

	private synchronized void failed(Throwable failure) {
		this.failures.add(failure);
	}

	synchronized void verify() {
		if (this.unexpected.isEmpty() && this.failures.isEmpty()) {
			return;
		}
		AssertionError error = new AssertionError(text());
		this.failures.forEach(error::addSuppressed);
		throw error;
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		if (!this.unexpected.isEmpty()) {
			text.append("The fake Tencent Cloud was asked what nobody has stubbed:\n");
			Map<String, List<ReceivedRequest>> byHint = this.unexpected.stream()
				.collect(Collectors.groupingBy(Script::hint, LinkedHashMap::new, Collectors.toList()));
			byHint.forEach((hint, requests) -> {
				requests.forEach((request) -> text.append("  ").append(request).append('\n'));
				text.append("    ").append(hint).append('\n');
			});
			text.append(stubbed());
		}
		this.failures.forEach(
				(failure) -> text.append("The fake Tencent Cloud could not answer: ").append(failure).append('\n'));
		return text.toString().strip();
	}

	private String stubbed() {
		List<Stub> all = new ArrayList<>(this.stubs);
		all.addAll(this.lasting);
		return all.isEmpty() ? "There are no stubs.\n"
				: all.stream().map(Stub::toString).collect(Collectors.joining(", ", "There are stubs for: ", ".\n"));
	}

	private static String hint(ReceivedRequest request) {
		return "To stub it: cloud.on(\"%s\", \"%s\").answer(success(\"{}\"));"
			.formatted(request.product().isEmpty() ? "…" : request.product(), request.action());
	}

}
