package io.github.tencentcloud.resilience.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.tencentcloudapi.common.Sign;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;

/**
 * Checks signatures as Tencent Cloud does, with the building blocks of the vendor's SDK,
 * over what came in: the bytes of the body, the raw query, and the headers as sent.
 * Answers the codes that the documentation names.
 */
public final class SignatureServer implements AutoCloseable {

	public static final String OK = "OK";

	private static final Pattern AUTHORIZATION = Pattern
		.compile("TC3-HMAC-SHA256 Credential=([^/]+)/([^/]+)/([^/]+)/tc3_request, SignedHeaders=([^,]+), "
				+ "Signature=([0-9a-f]{64})");

	private final Map<String, TencentCloudCredentials> accounts = new ConcurrentHashMap<>();

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final Clock clock;

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private volatile String host;

	private volatile String fault;

	private final HttpServer server;

	private final HttpServer redirect;

	private volatile Supplier<String> answer = () -> OK;

	public SignatureServer(Clock clock, TencentCloudCredentials... accounts) {
		this.clock = clock;
		accept(accounts);
		this.server = start(this::handle);
		this.redirect = start((exchange) -> {
			try (exchange) {
				exchange.getRequestBody().readAllBytes();
				exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/");
				exchange.sendResponseHeaders(307, -1);
			}
		});
	}

	private HttpServer start(HttpHandler handler) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
			server.createContext("/", handler);
			server.setExecutor(this.threads);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	/** A port that sends callers on to the other. */
	public int redirectPort() {
		return this.redirect.getAddress().getPort();
	}

	/** These credentials only are good from now on. */
	public void accept(TencentCloudCredentials... accounts) {
		for (TencentCloudCredentials account : accounts) {
			this.accounts.put(account.getSecretId(), account);
		}
		this.accounts.values().retainAll(List.of(accounts));
	}

	/** What is said to a request whose signature is right. */
	public void answer(Supplier<String> code) {
		this.answer = code;
	}

	/** What came in. */
	public List<Received> received() {
		return this.received;
	}

	public Received last() {
		return this.received.get(this.received.size() - 1);
	}

	/** Something in between forwards requests, and says this host. */
	public void behind(String host) {
		this.host = host;
	}

	/** What is signed well is answered this code from now on. */
	public void fail(String code) {
		this.fault = code;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.redirect.stop(0);
		this.threads.shutdownNow();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			String checked = check(exchange, body);
			String code = checked.equals(OK) ? this.answer.get() : checked;
			this.received.add(new Received(code, exchange.getRequestHeaders(), body));
			byte[] answer = (code.equals(OK) ? "{\"Response\":{\"RequestId\":\"1\"}}"
					: "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"\"},\"RequestId\":\"1\"}}")
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
		}
	}

	private String check(HttpExchange exchange, byte[] body) {
		Headers headers = exchange.getRequestHeaders();
		if (!headers.containsKey("Authorization")) {
			return "AuthFailure.InvalidAuthorization";
		}
		Matcher authorization = AUTHORIZATION.matcher(headers.getFirst("Authorization"));
		if (!authorization.matches()) {
			return "AuthFailure.InvalidAuthorization";
		}
		TencentCloudCredentials account = this.accounts.get(authorization.group(1));
		if (account == null) {
			return "AuthFailure.SecretIdNotFound";
		}
		long timestamp = Long.parseLong(headers.getFirst("X-TC-Timestamp"));
		if (Duration.between(Instant.ofEpochSecond(timestamp), this.clock.instant())
			.abs()
			.compareTo(Duration.ofMinutes(5)) > 0) {
			return "AuthFailure.SignatureExpire";
		}
		if (account.getToken() != null && !account.getToken().equals(headers.getFirst("X-TC-Token"))) {
			return "AuthFailure.TokenFailure";
		}
		try {
			return signature(exchange, body, authorization, account, timestamp).equals(authorization.group(5))
					? (this.fault != null) ? this.fault : OK : "AuthFailure.SignatureFailure";
		}
		catch (TencentCloudSDKException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String signature(HttpExchange exchange, byte[] body, Matcher authorization, TencentCloudCredentials account,
			long timestamp) throws TencentCloudSDKException {
		Headers headers = exchange.getRequestHeaders();
		StringBuilder request = new StringBuilder(exchange.getRequestMethod()).append("\n/\n");
		String query = exchange.getRequestURI().getRawQuery();
		request.append((exchange.getRequestMethod().equals("GET") && query != null) ? query : "").append('\n');
		for (String name : authorization.group(4).split(";")) {
			boolean forwarded = name.equals("host") && this.host != null;
			String value = forwarded ? this.host : String.join(",", headers.get(name));
			request.append(name).append(':').append(value.trim().toLowerCase(Locale.ROOT)).append('\n');
		}
		String unsigned = headers.getFirst("X-TC-Content-SHA256");
		request.append('\n')
			.append(authorization.group(4))
			.append('\n')
			.append((unsigned != null) ? Sign.sha256Hex(unsigned) : Sign.sha256Hex(body));
		String date = Instant.ofEpochSecond(timestamp).toString().substring(0, 10);
		byte[] key = Sign.hmac256(("TC3" + account.getSecretKey()).getBytes(StandardCharsets.UTF_8), date);
		key = Sign.hmac256(Sign.hmac256(key, authorization.group(3)), "tc3_request");
		return HexFormat.of()
			.formatHex(Sign.hmac256(key, "TC3-HMAC-SHA256\n" + timestamp + "\n" + date + "/" + authorization.group(3)
					+ "/tc3_request\n" + Sign.sha256Hex(request.toString())));
	}

	/**
	 * A request that came in.
	 *
	 * @param code what it was answered
	 * @param headers its headers
	 * @param body its body
	 */
	public record Received(String code, Headers headers, byte[] body) {

		public String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		public String header(String name) {
			return this.headers.getFirst(name);
		}

	}

}
