package consumer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpServer;

/** Answers one after the other. */
final class TencentCloud implements AutoCloseable {

	final Queue<String> answers = new ConcurrentLinkedQueue<>();

	final Queue<String> signatures = new ConcurrentLinkedQueue<>();

	private final HttpServer server;

	TencentCloud() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			this.signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
			String answer = this.answers.remove();
			boolean stream = answer.startsWith("data:");
			byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", stream ? "text/event-stream" : "application/json");
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	void answer(String... answers) {
		this.signatures.clear();
		this.answers.addAll(List.of(answers));
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
