package io.github.tencentcloud.resilience.webclient;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server that does to a connection whatever a test says: resets it, stops
 * half-way, drips, or falls silent. Keeps connections open between requests.
 */
public final class RawServer implements AutoCloseable {

	private final ServerSocket listener;

	private final Script script;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "raw-server");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final Future<?> acceptor;

	public RawServer(Script script) {
		this.script = script;
		try {
			this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.acceptor = this.threads.submit(this::accept);
	}

	public int port() {
		return this.listener.getLocalPort();
	}

	/** How many requests came in whole. */
	public int requests() {
		return this.requests.get();
	}

	/** How many connections there were. */
	public int connections() {
		return this.connections.get();
	}

	/** How many connections are open now. */
	public int open() {
		return this.sockets.size();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		awaitAcceptor();
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.threads.shutdownNow();
	}

	/**
	 * As long as its thread is about to wake, a closed listener still takes connections,
	 * which nobody would ever answer.
	 */
	private void awaitAcceptor() throws IOException {
		try {
			this.acceptor.get(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IOException("The listener on port " + port() + " does not end", ex);
		}
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket socket = this.listener.accept();
				socket.setTcpNoDelay(true);
				this.sockets.add(socket);
				this.connections.incrementAndGet();
				this.threads.execute(() -> serve(socket));
			}
			catch (IOException | RejectedExecutionException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			while (!socket.isClosed()) {
				Exchange exchange = Exchange.read(socket);
				exchange.number = this.requests.incrementAndGet();
				this.script.answer(exchange);
			}
		}
		catch (Exception ex) {
			// The other side has gone, or the test wanted it so.
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	/** What to do with each request. */
	@FunctionalInterface
	public interface Script {

		void answer(Exchange exchange) throws Exception;

	}

	/** A request, and the connection to answer on. */
	public static final class Exchange {

		private final Socket socket;

		private final String requestLine;

		private final Map<String, String> headers;

		private final byte[] body;

		private int number;

		private Exchange(Socket socket, String requestLine, Map<String, String> headers, byte[] body) {
			this.socket = socket;
			this.requestLine = requestLine;
			this.headers = headers;
			this.body = body;
		}

		/** Which request it is, from 1. */
		public int number() {
			return this.number;
		}

		public String requestLine() {
			return this.requestLine;
		}

		public String header(String name) {
			return this.headers.get(name.toLowerCase(Locale.ROOT));
		}

		/** By name, in lower case. */
		public Map<String, String> headers() {
			return Map.copyOf(this.headers);
		}

		public String body() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		public void json(String content) throws IOException {
			send(200, "application/json", content);
		}

		public void send(int status, String type, String content, String... headers) throws IOException {
			send(status, type, content.getBytes(StandardCharsets.UTF_8), headers);
		}

		public void send(int status, String type, byte[] content, String... headers) throws IOException {
			head(status, type, content.length, headers);
			write(content);
		}

		/**
		 * The head only; a negative length means that the end of the connection is the
		 * end.
		 */
		public void head(int status, String type, long length, String... headers) throws IOException {
			StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" X\r\n");
			if (type != null) {
				head.append("Content-Type: ").append(type).append("\r\n");
			}
			if (length >= 0) {
				head.append("Content-Length: ").append(length).append("\r\n");
			}
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			write(head.append("\r\n").toString());
		}

		public void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		public void write(byte[] bytes) throws IOException {
			OutputStream out = this.socket.getOutputStream();
			out.write(bytes);
			out.flush();
		}

		/**
		 * A whole answer whose content comes in two pieces, so that they are seen apart.
		 */
		public void sendCut(int status, String type, byte[] content, int cut) throws Exception {
			head(status, type, content.length);
			write(Arrays.copyOfRange(content, 0, cut));
			Thread.sleep(1);
			write(Arrays.copyOfRange(content, cut, content.length));
		}

		/** One byte at a time until the text is out or the other side has gone. */
		public void drip(String text, long millis) throws Exception {
			for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
				write(new byte[] { b });
				Thread.sleep(millis);
			}
		}

		/** Say nothing until the other side closes the connection. */
		public void fallSilent() throws IOException {
			this.socket.getInputStream().read();
			close();
		}

		public void close() throws IOException {
			this.socket.close();
		}

		public void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		private static Exchange read(Socket socket) throws IOException {
			InputStream in = socket.getInputStream();
			String requestLine = line(in);
			Map<String, String> headers = new ConcurrentHashMap<>();
			for (String line = line(in); !line.isEmpty(); line = line(in)) {
				int colon = line.indexOf(':');
				headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim(),
						(first, next) -> first + ", " + next);
			}
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			if (headers.containsKey("content-length")) {
				body.write(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
			}
			else if (headers.containsKey("transfer-encoding")) {
				for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
					body.write(in.readNBytes(size));
					line(in);
				}
				line(in);
			}
			return new Exchange(socket, requestLine, headers, body.toByteArray());
		}

		private static String line(InputStream in) throws IOException {
			StringBuilder line = new StringBuilder();
			for (int b = in.read(); b != '\n'; b = in.read()) {
				if (b < 0) {
					throw new EOFException();
				}
				if (b != '\r') {
					line.append((char) b);
				}
			}
			return line.toString();
		}

	}

}
