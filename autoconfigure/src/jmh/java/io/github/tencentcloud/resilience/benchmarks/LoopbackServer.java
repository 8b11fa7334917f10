package io.github.tencentcloud.resilience.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A server that always gives the same answer. It runs in a process of its own, so that
 * the client's CPU time is the client's alone, and ends when its input does.
 */
final class LoopbackServer implements AutoCloseable {

	private final Process process;

	private final int port;

	private LoopbackServer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static LoopbackServer start(Body body) throws IOException {
		Process process = ChildProcess.start(System.getProperty("java.class.path"), LoopbackServer.class, body.name());
		BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		return new LoopbackServer(process, Integer.parseInt(out.readLine()));
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroy();
	}

	public static void main(String[] args) throws IOException {
		ByteBuf body = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(Body.valueOf(args[0]).bytes()));
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> request.receive()
				.then()
				.thenEmpty(response.header("Content-Type", "application/json")
					.header("Content-Length", Integer.toString(body.readableBytes()))
					.send(Mono.fromSupplier(body::duplicate))
					.then()))
			.bindNow();
		System.out.println(server.port());
		while (System.in.read() >= 0) {
			// Until the client has gone
		}
		server.disposeNow();
	}

}
