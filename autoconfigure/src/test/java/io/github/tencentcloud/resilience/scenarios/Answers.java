package io.github.tencentcloud.resilience.scenarios;

import io.github.tencentcloud.resilience.Gzip;
import io.github.tencentcloud.resilience.webclient.RawServer;

/**
 * What a server may do. The RequestId of an answer tells which request it is the answer
 * to: {@code r-1}, {@code r-2} and so on.
 */
final class Answers {

	private Answers() {
	}

	static RawServer.Script ok() {
		return content("\"TotalCount\":1");
	}

	/** A success with these members in its {@code Response}. */
	static RawServer.Script content(String members) {
		return (exchange) -> exchange.json(success(exchange, members));
	}

	/** The text of a success. */
	static String success(RawServer.Exchange exchange, String members) {
		return success(members, exchange.number());
	}

	static String success(String members, int number) {
		return "{\"Response\":{" + members + ",\"RequestId\":\"r-" + number + "\"}}";
	}

	static RawServer.Script error(String code) {
		return (exchange) -> exchange.json(failure(exchange, code));
	}

	/** The text of an error. */
	static String failure(RawServer.Exchange exchange, String code) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code
				+ "\",\"Message\":\"as the server says\"},\"RequestId\":\"r-" + exchange.number() + "\"}}";
	}

	/** A success of this size, all of it one text. */
	static RawServer.Script large(int size) {
		return content("\"Data\":\"" + "x".repeat(size) + "\"");
	}

	/** So many bytes that all is well, and then an error. */
	static RawServer.Script lateError(int size, String code) {
		return (exchange) -> exchange.json("{\"Response\":{\"Data\":\"" + "x".repeat(size) + "\",\"Error\":{\"Code\":\""
				+ code + "\",\"Message\":\"late\"},\"RequestId\":\"r-" + exchange.number() + "\"}}");
	}

	/** A text that is packed. */
	static RawServer.Script gzip(String text) {
		return (exchange) -> exchange.send(200, "application/json", Gzip.gzip(text), "Content-Encoding: gzip");
	}

	/** What a gateway says that knows of no envelope. */
	static RawServer.Script page(int status, String... headers) {
		return (exchange) -> exchange.send(status, "text/html", "<html>" + status + "</html>", headers);
	}

	/** The connection ends in the middle of a body that was to be longer. */
	static RawServer.Script truncated(int size) {
		return (exchange) -> {
			exchange.head(200, "application/json", size + 1000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(size));
			exchange.close();
		};
	}

	static RawServer.Script reset() {
		return RawServer.Exchange::reset;
	}

	/** A body that arrives byte by byte, and never to its end. */
	static RawServer.Script drip() {
		return (exchange) -> {
			exchange.head(200, "application/json", 100_000);
			exchange.drip("{\"Response\":{\"Data\":\"" + "x".repeat(90_000), 5);
		};
	}

	/** Nothing comes, until the other side has gone. */
	static RawServer.Script silence() {
		return RawServer.Exchange::fallSilent;
	}

	/** Says that a request has come, and waits before it answers. */
	static RawServer.Script held(Latch come, Latch go, RawServer.Script answer) {
		return (exchange) -> {
			come.open();
			go.await();
			answer.answer(exchange);
		};
	}

	/** Says that a request has come, and falls silent. */
	static RawServer.Script silentAfter(Latch come) {
		return (exchange) -> {
			come.open();
			exchange.fallSilent();
		};
	}

}
