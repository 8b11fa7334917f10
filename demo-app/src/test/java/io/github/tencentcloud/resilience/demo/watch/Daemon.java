package io.github.tencentcloud.resilience.demo.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.awaitility.Awaitility;

/**
 * A program with an HTTP port and a directory of its own, which ends with the test.
 */
final class Daemon implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final Thread atExit;

	private final String address;

	private Daemon(Process process, String address) {
		this.process = process;
		this.address = address;
		this.atExit = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.atExit);
	}

	/**
	 * Returns when it says that it is ready. The command is told its address, host and
	 * port.
	 */
	static Daemon start(Path directory, Function<String, List<String>> command) throws IOException {
		String address = "127.0.0.1:" + freePort();
		Path log = directory.resolve("daemon.log");
		Process process = new ProcessBuilder(command.apply(address)).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Daemon daemon = new Daemon(process, address);
		try {
			Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
				if (!process.isAlive()) {
					throw new IllegalStateException(Files.readString(log));
				}
				return daemon.isReady();
			});
			return daemon;
		}
		catch (RuntimeException ex) {
			daemon.close();
			throw ex;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private boolean isReady() throws InterruptedException {
		try {
			return send(request("/-/ready")).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://" + this.address + path)).timeout(Duration.ofSeconds(30));
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().removeShutdownHook(this.atExit);
	}

}
