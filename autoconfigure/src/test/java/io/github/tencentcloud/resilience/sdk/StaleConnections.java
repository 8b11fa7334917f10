package io.github.tencentcloud.resilience.sdk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * Measures how often a write fails since its server has just closed the connection: a
 * server that keeps idle connections for some time, and callers that come back after any
 * time.
 */
final class StaleConnections {

	private static final String ANSWER = "{\"Response\":{\"TotalCount\":1,\"RequestId\":\"r\"}}";

	private final AtomicInteger received = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	/**
	 * What came of it.
	 *
	 * @param calls writes that were made
	 * @param received requests that the server has read
	 * @param failed writes that failed
	 * @param connections connections that were made for them
	 */
	record Result(int calls, int received, int failed, int connections) {

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "| %d | %d | %d | %d |", this.calls, this.received, this.failed,
					this.connections);
		}

	}

	/**
	 * Make writes.
	 * @param client how long the client keeps idle connections
	 * @param server how long the server does
	 * @param callers how many threads call
	 * @param calls how often each does, after at most twice the longer of the two times
	 */
	static Result measure(Duration client, Duration server, int callers, int calls) throws Exception {
		return new StaleConnections().run(client, server, callers, calls);
	}

	private Result run(Duration clientKeeps, Duration serverKeeps, int callers, int calls) throws Exception {
		long longest = Math.max(clientKeeps.toNanos(), serverKeeps.toNanos()) * 2;
		ExecutorService threads = Executors.newCachedThreadPool();
		try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
				SdkScene scene = new SdkScene()) {
			threads.submit(() -> accept(server, serverKeeps, threads));
			scene.set("tencentcloud.resilience.circuit-breaker.enabled", false)
				.set("tencentcloud.resilience.products.cvm.host", "127.0.0.1:" + server.getLocalPort())
				.start();
			ClientProfile profile = scene.profile();
			profile.getHttpProfile().setEndpoint("127.0.0.1:" + server.getLocalPort());
			profile.getHttpProfile()
				.setHttpClient(new OkHttpClient.Builder()
					.connectionPool(new ConnectionPool(callers, clientKeeps.toMillis(), TimeUnit.MILLISECONDS))
					.build());
			CommonClient client = SdkScene.client(profile);
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < callers; i++) {
				Random random = new Random(i);
				running.add(threads.submit(() -> call(client, calls, random, longest)));
			}
			for (Future<?> caller : running) {
				caller.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		return new Result(callers * calls, this.received.get(), this.failed.get(), this.connections.get());
	}

	private void call(CommonClient client, int calls, Random random, long longest) {
		for (int i = 0; i < calls; i++) {
			LockSupport.parkNanos((long) (random.nextDouble() * longest));
			try {
				client.call("RunInstances", "{}");
			}
			catch (TencentCloudSDKException ex) {
				this.failed.incrementAndGet();
			}
		}
	}

	private void accept(ServerSocket server, Duration keeps, ExecutorService threads) {
		while (!server.isClosed()) {
			try {
				Socket connection = server.accept();
				this.connections.incrementAndGet();
				threads.submit(() -> serve(connection, keeps));
			}
			catch (IOException ex) {
				// It has been closed.
				return;
			}
		}
	}

	private void serve(Socket connection, Duration keeps) {
		try (connection; InputStream input = new BufferedInputStream(connection.getInputStream())) {
			connection.setSoTimeout((int) keeps.toMillis());
			while (read(input)) {
				this.received.incrementAndGet();
				connection.getOutputStream()
					.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + ANSWER.length()
							+ "\r\n\r\n" + ANSWER)
						.getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			// It has been idle for long enough, or the client has closed it.
		}
	}

	/** Read a request with a body of two bytes. */
	private static boolean read(InputStream input) throws IOException {
		int matched = 0;
		while (matched < 4) {
			int read = input.read();
			if (read < 0) {
				return false;
			}
			matched = (read == "\r\n\r\n".charAt(matched)) ? matched + 1 : (read == '\r') ? 1 : 0;
		}
		return input.readNBytes(2).length == 2;
	}

}
