package io.github.tencentcloud.resilience.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.tencentcloud.resilience.webclient.RawServer;

/**
 * Plays Tencent Cloud: answers as the scenario says, one answer after the other, and then
 * with success.
 */
final class Server implements AutoCloseable {

	private final Queue<RawServer.Script> answers = new ConcurrentLinkedQueue<>();

	private final List<RawServer.Exchange> received = new CopyOnWriteArrayList<>();

	private volatile RawServer.Script otherwise = Answers.ok();

	private final RawServer server = new RawServer((exchange) -> {
		this.received.add(exchange);
		RawServer.Script answer = this.answers.poll();
		((answer != null) ? answer : this.otherwise).answer(exchange);
	});

	/** The next answers. */
	Server answers(RawServer.Script... answers) {
		this.answers.addAll(List.of(answers));
		return this;
	}

	/** The answer to everything that there is no other answer for. */
	Server always(RawServer.Script answer) {
		this.otherwise = answer;
		return this;
	}

	/** As for {@code products.<name>.host}. */
	String host() {
		return "127.0.0.1:" + this.server.port();
	}

	int port() {
		return this.server.port();
	}

	/** How many requests have come. */
	int requests() {
		return this.received.size();
	}

	/** What has come. */
	List<RawServer.Exchange> received() {
		return this.received;
	}

	/** A header of each request that has come. */
	List<String> header(String name) {
		return this.received.stream().map((exchange) -> String.valueOf(exchange.header(name))).toList();
	}

	/** How many connections there have been. */
	int allConnections() {
		return this.server.connections();
	}

	/** How many connections are open. */
	int connections() {
		return this.server.open();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
