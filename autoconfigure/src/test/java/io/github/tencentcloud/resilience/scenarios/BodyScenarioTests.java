package io.github.tencentcloud.resilience.scenarios;

import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What becomes of a call by the body of its answer: small or large, whole or broken,
 * packed, unwrapped, or no envelope at all.
 */
@MethodSource("io.github.tencentcloud.resilience.scenarios.Doors#otherFactories")
class BodyScenarioTests extends AbstractScenarios {

	private static final String FAST = """
			tencentcloud.resilience:
			  policies:
			    transient: { max-retries: 1, delay: 1ms, jitter: 0ms }
			    network: { max-retries: 1, delay: 1ms, jitter: 0ms }
			""";

	/** What is longer than a kilobyte reaches the caller before it has ended. */
	private static final String SMALL = FAST + """
			  envelope.hold-back: 1KB
			""";

	private static final int MEGABYTE = 1 << 20;

	@Test
	void unwrapsTheContent() {
		assumeTrue(this.door.unwraps(), "Its callers read envelopes");
		Application application = start("""
				tencentcloud.resilience.unwrap: true
				""");
		Reply reply = application.call(Request.read());
		assertThat(reply.text()).isEqualTo("{\"TotalCount\":1,\"RequestId\":\"r-1\"}");
		assertThat(reply.headers().get("content-length")).isIn(null, String.valueOf(reply.body().length));
		assertThat(application.call(Request.read().unwrap(false)).text())
			.isEqualTo("{\"Response\":{\"TotalCount\":1,\"RequestId\":\"r-2\"}}");
	}

	@Test
	void unwrapsForAProductOrForOneRequest() {
		assumeTrue(this.door.unwraps(), "Its callers read envelopes");
		Application application = start("""
				tencentcloud.resilience:
				  unwrap: true
				  products.cvm.unwrap: false
				""");
		assertThat(application.call(Request.read()).text()).startsWith("{\"Response\":{");
		assertThat(application.call(Request.read().unwrap(true)).text()).startsWith("{\"TotalCount\":");
		assertThat(application.call(Request.read().product("sms")).text()).startsWith("{\"TotalCount\":");
	}

	@Test
	void unwrapsALargeAnswerAsItComes() {
		assumeTrue(this.door.unwraps(), "Its callers read envelopes");
		this.server.always(Answers.large(5000));
		Application application = start(SMALL + """
				  unwrap: true
				""");
		assertThat(application.call(Request.read()).text())
			.isEqualTo("{\"Data\":\"" + "x".repeat(5000) + "\",\"RequestId\":\"r-1\"}");
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
	}

	@Test
	void readsWhatIsPacked() {
		String text = "{\"Response\":{\"Data\":\"" + "x".repeat(5000) + "\",\"RequestId\":\"packed\"}}";
		this.server.answers(Answers.gzip(text), Answers.gzip("""
				{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"packed"}}"""));
		Application application = start(SMALL);
		Request request = Request.write().header("Accept-Encoding", "gzip");
		assertThat(application.call(request).text()).isEqualTo(text);
		assertFailed(application.call(request), "TencentCloudApiException", "InternalError", "packed", 1);
	}

	@Test
	void unwrapsWhatIsPacked() {
		assumeTrue(this.door.unwraps(), "Its callers read envelopes");
		this.server.always(Answers.gzip("{\"Response\":{\"TotalCount\":1,\"RequestId\":\"packed\"}}"));
		Application application = start("""
				tencentcloud.resilience.unwrap: true
				""");
		assertThat(application.call(Request.read().header("Accept-Encoding", "gzip")).text())
			.isEqualTo("{\"TotalCount\":1,\"RequestId\":\"packed\"}");
	}

	/**
	 * The server sends the next megabyte only when its caller has read one: who held the
	 * answer back would wait for ever.
	 */
	@Test
	void fiftyMegabytesArriveAsTheyAreRead() throws Exception {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		Semaphore window = new Semaphore(2);
		CRC32 sent = new CRC32();
		this.server.always((exchange) -> sendLarge(exchange, sent, window));
		Application application = start("");
		OpenReply reply = application.open(Request.read());
		assertThat(reply.status()).isEqualTo(200);
		CRC32 read = new CRC32();
		long size = 0;
		byte[] buffer = new byte[8192];
		try (InputStream body = reply.body()) {
			for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
				read.update(buffer, 0, n);
				window.release((int) ((size + n) / MEGABYTE - size / MEGABYTE));
				size += n;
			}
		}
		assertThat(size).isEqualTo(lengthOfLarge());
		assertThat(read.getValue()).isEqualTo(sent.getValue());
		Meters meters = application.meters();
		assertThat(meters.calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
		assertThat(meters.attempts()).containsExactly("cvm DescribeInstances none OK none none: 1");
		assertThat(application.breaker().getMetrics().getNumberOfSuccessfulCalls()).isOne();
	}

	/** What nobody reads stays where it is. */
	@Test
	void readerWhoStopsStopsTheServer() throws Exception {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		AtomicLong sent = new AtomicLong();
		this.server.always((exchange) -> {
			exchange.head(200, "application/json", lengthOfLarge());
			exchange.write(BEGIN);
			byte[] part = "x".repeat(MEGABYTE / 16).getBytes();
			for (int i = 0; i < 50 * 16; i++) {
				exchange.write(part);
				sent.addAndGet(part.length);
			}
			exchange.write(END);
		});
		Application application = start("");
		OpenReply reply = application.open(Request.read());
		InputStream body = reply.body();
		assertThat(body.read()).isEqualTo('{');
		long[] last = { -1 };
		Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> last[0] == (last[0] = sent.get()));
		assertThat(last[0]).isLessThan(40 * MEGABYTE);
		body.close();
		eventually(() -> assertThat(application.meters().calls())
			.containsExactly("cvm DescribeInstances none ClientError.Cancelled expected CANCELLED: 1"));
		eventually(() -> assertThat(this.server.connections()).isZero());
	}

	/**
	 * Who knows the length reads no further, and the calls after it find the connection.
	 * Some clients give it back on another thread, so now and then it comes too late.
	 */
	@Test
	void bodyThatHasBeenReadLeavesItsConnectionToOthers() {
		List<RawServer.Script> answers = List.of(Answers.large(5000), Answers.page(404),
				Answers.lateError(500, "AuthFailure"), (exchange) -> exchange.send(302, "text/html", ""),
				Answers.large(100_000));
		this.server.always((exchange) -> answers.get((exchange.number() - 1) % answers.size()).answer(exchange));
		Application application = start(ClientOptions.DEFAULT.withConnections(1), SMALL);
		eventually(() -> {
			int before = this.server.allConnections();
			answers.forEach((answer) -> application.call(Request.write()));
			assertThat(this.server.allConnections()).isEqualTo(before);
		});
	}

	/** All of it had arrived, so the attempt is over, whatever becomes of the rest. */
	@Test
	void neverReadsASmallAnswer() {
		this.server.answers(Answers.content("\"Data\":\"" + "x".repeat(300) + "\""));
		Application application = start("");
		OpenReply reply = application.open(Request.read());
		assertThat(reply.status()).isEqualTo(200);
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
		assertThat(application.meters().attempts()).containsExactly("cvm DescribeInstances none OK none none: 1");
	}

	@Test
	void errorAfterTheCallerHasSeenTheBeginningFailsTheBodyAndIsNotRepeated() {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.always(Answers.lateError(3000, "InternalError"));
		Application application = start(SMALL);
		OpenReply reply = application.open(Request.read());
		assertThat(reply.status()).isEqualTo(200);
		Reply read = reply.rest(reply.body());
		assertThat(read.text()).startsWith("{\"Response\":{\"Data\":\"xxx");
		assertFailed(read, "TencentCloudApiException", "InternalError", "r-1", 1);
		assertThat(this.server.requests()).isOne();
		Meters meters = application.meters();
		assertThat(meters.calls()).containsExactly("cvm DescribeInstances none InternalError transient FAILURE: 1");
		assertThat(meters.attempts())
			.containsExactly("cvm DescribeInstances none InternalError transient circuit-break: 1");
		assertThat(meters.retries()).containsExactly("cvm DescribeInstances InternalError exhausted: 1");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isOne();
	}

	@Test
	void lateErrorOfAnUnwrappedBody() {
		assumeTrue(this.door.unwraps(), "Its callers read envelopes");
		this.server.always(Answers.lateError(3000, "InternalError"));
		Application application = start(SMALL + """
				  unwrap: true
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "InternalError", "r-1", 1);
		assertThat(this.server.requests()).isOne();
	}

	@Test
	void errorWithinTheHoldBackIsRepeated() {
		this.server.answers(Answers.lateError(500, "InternalError"));
		Application application = start(SMALL);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(this.server.requests()).isEqualTo(2);
	}

	/** What it says is certain long before it ends, if it ever does. */
	@Test
	void errorWhoseBodyDoesNotEnd() {
		this.server.always((exchange) -> {
			exchange.head(200, "application/json", 1_000_000);
			exchange.write(
					"{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"RequestId\":\"r-1\",\"Data\":\""
							+ "x".repeat(50_000));
			exchange.fallSilent();
		});
		Application application = start(SMALL);
		assertFailed(application.call(Request.write()), "TencentCloudApiException", "InternalError", "r-1", 1);
		eventually(() -> assertThat(this.server.connections()).isZero());
	}

	/** Its bytes are of no use to anybody, so they are not kept. */
	@Test
	void errorAtTheBeginningOfALongAnswerIsRepeated() {
		this.server.answers((exchange) -> exchange.json(
				"{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"RequestId\":\"r-1\",\"Data\":\""
						+ "x".repeat(50_000) + "\"}}"));
		Application application = start(SMALL);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(application.meters().attempts()).containsExactly(
				"cvm DescribeInstances none InternalError transient circuit-break: 1",
				"cvm DescribeInstances none OK none none: 1");
	}

	@Test
	void truncatedAnswerIsRepeated() {
		this.server.answers(Answers.truncated(100));
		Application application = start(SMALL);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(application.meters().attempts()).containsExactly(
				"cvm DescribeInstances none ClientError.NetworkError.Reset network circuit-break: 1",
				"cvm DescribeInstances none OK none none: 1");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isOne();
	}

	/** From then on it is the server's silence that is limited, while somebody reads. */
	@Test
	void serverThatFallsSilentLateFailsTheBody() {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.answers(Answers.ok(), (exchange) -> {
			exchange.head(200, "application/json", 100_000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(5000));
			exchange.fallSilent();
		});
		Application application = start(SMALL + """
				  timeout.attempt: 400ms
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		OpenReply reply = application.open(Request.read());
		assertBroken(reply.rest(reply.body()), "ClientError.NetworkError.ReadTimeout", null, 1);
		assertThat(this.server.requests()).isEqualTo(2);
		assertThat(application.meters().calls())
			.contains("cvm DescribeInstances none ClientError.NetworkError.ReadTimeout network FAILURE: 1");
	}

	@Test
	void largeBodyEndsWithItsCall() {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.answers(Answers.ok(), (exchange) -> {
			exchange.head(200, "application/json", 100_000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(5000));
			exchange.drip("x".repeat(2000), 5);
			exchange.close();
		});
		Application application = start(SMALL + """
				  timeout.call: 500ms
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		OpenReply reply = application.open(Request.read());
		assertFailed(reply.rest(reply.body()), "CallTimeoutException", "ClientError.CallTimeout", null, 1);
		assertThat(application.meters().calls())
			.contains("cvm DescribeInstances none ClientError.CallTimeout transient FAILURE: 1");
	}

	@Test
	void answerThatIsTruncatedLateFailsItsBody() {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.answers(Answers.truncated(5000));
		Application application = start(SMALL);
		OpenReply reply = application.open(Request.read());
		assertBroken(reply.rest(reply.body()), "ClientError.NetworkError.Reset", null, 1);
		assertThat(this.server.requests()).isOne();
		assertThat(application.meters().calls())
			.containsExactly("cvm DescribeInstances none ClientError.NetworkError.Reset network FAILURE: 1");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isOne();
	}

	@Test
	void halfAnEnvelopeIsNone() {
		this.server.always((exchange) -> exchange.json("{\"Response\":{\"TotalCount\":1"));
		Application application = start(FAST);
		Reply reply = application.call(Request.write());
		assertFailed(reply, "EnvelopeException", "ClientError.ParseJsonError", null, 1);
		assertThat(reply.told().policy()).isEqualTo("transient");
	}

	@Test
	void resetConnectionIsRepeatedWhereThatIsSafe() {
		this.server.answers(Answers.reset(), Answers.ok(), Answers.reset());
		Application application = start(FAST);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertBroken(application.call(Request.write()), "ClientError.NetworkError.Reset", null, 1);
		assertThat(this.server.requests()).isEqualTo(3);
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1",
				"cvm RunInstances none ClientError.NetworkError.Reset network FAILURE: 1");
		assertThat(application.meters().retries()).containsExactly(
				"cvm DescribeInstances ClientError.NetworkError.Reset recovered: 1",
				"cvm RunInstances ClientError.NetworkError.Reset not_idempotent: 1");
	}

	/** It never left, so any call may be repeated. */
	@Test
	void connectionThatIsRefusedIsRepeatedEvenIfItWrites() {
		Application application = start(FAST);
		this.server.close();
		assertBroken(application.call(Request.write()), "ClientError.NetworkError.ConnectRefused", null, 2);
		assertThat(application.meters().retries())
			.containsExactly("cvm RunInstances ClientError.NetworkError.ConnectRefused exhausted: 2");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
	}

	@Test
	void bodyThatDripsEndsWithItsAttempt() {
		this.server.answers(Answers.ok(), Answers.drip());
		Application application = start(FAST + """
				  timeout.attempt: 400ms
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		assertSucceeded(application.call(Request.read()), "r-3");
		assertThat(application.meters().attempts()).containsExactly(
				"cvm DescribeInstances none ClientError.NetworkError.ReadTimeout network circuit-break: 1",
				"cvm DescribeInstances none OK none none: 2");
	}

	@Test
	void pageOfAGatewayIsHandedOnInTheEnd() {
		this.server.always(Answers.page(502));
		Application application = start(FAST);
		Reply reply = application.call(Request.read());
		assertThat(reply.status()).isEqualTo(502);
		if (this.door.handsOnOtherStatuses()) {
			assertThat(reply.text()).isEqualTo("<html>502</html>");
		}
		assertBroken(reply, "ClientError.HttpStatusCodeError.502", null, 2);
		assertThat(this.server.requests()).isEqualTo(2);
		Meters meters = application.meters();
		assertThat(meters.calls())
			.containsExactly("cvm DescribeInstances none ClientError.HttpStatusCodeError.502 transient FAILURE: 1");
		assertThat(meters.attempts()).containsExactly(
				"cvm DescribeInstances none ClientError.HttpStatusCodeError.502 transient circuit-break: 2");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
	}

	@Test
	void pageOfAGatewayWithARequestId() {
		this.server.answers(Answers.page(502, "X-TC-RequestId: of-the-gateway"));
		Application application = start("");
		Reply reply = application.call(Request.write());
		assertThat(reply.status()).isEqualTo(502);
		assertBroken(reply, "ClientError.HttpStatusCodeError.502", "of-the-gateway", 1);
	}

	@Test
	void longPageOfAGatewayIsHandedOnWhole() {
		assumeTrue(this.door.handsOnOtherStatuses(), "Its callers get an exception instead");
		this.server.always((exchange) -> exchange.send(503, "text/html", "<html>" + "x".repeat(50_000)));
		Reply reply = start(SMALL).call(Request.write());
		assertThat(reply.status()).isEqualTo(503);
		assertThat(reply.text()).hasSize(50_006);
	}

	@Test
	void longEnvelopeOfAGatewayIsHandedOnWhole() {
		assumeTrue(this.door.handsOnOtherStatuses(), "Its callers get an exception instead");
		this.server.always((exchange) -> exchange.send(500, "application/json",
				"{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},\"RequestId\":\"r-1\",\"Data\":\""
						+ "x".repeat(50_000) + "\"}}"));
		Reply reply = start(SMALL).call(Request.write());
		assertThat(reply.status()).isEqualTo(500);
		assertThat(reply.text()).endsWith("xxx\"}}").hasSizeGreaterThan(50_000);
		assertBroken(reply, "InternalError", "r-1", 1);
	}

	@Test
	void redirectIsHandedOnAndNotFollowed() {
		this.server.answers((exchange) -> exchange.send(302, "text/html", "", "Location: http://" + this.other.host()));
		Application application = start("");
		assertThat(application.call(Request.write()).status()).isEqualTo(302);
		assertThat(this.server.requests()).isOne();
		assertThat(this.other.requests()).isZero();
		assertThat(application.meters().calls()).singleElement()
			.asString()
			.startsWith("cvm RunInstances none ClientError.HttpStatusCodeError.302 ");
	}

	@Test
	void envelopesOfTheOlderForm() {
		this.server.answers((exchange) -> exchange.json("{\"code\":0,\"message\":\"\"}"),
				(exchange) -> exchange.json("{\"code\":4000,\"message\":\"m\",\"codeDesc\":\"InvalidParameter\"}"));
		Application application = start("""
				tencentcloud.resilience.unwrap: true
				""");
		assertThat(application.call(Request.read()).text()).isEqualTo("{\"code\":0,\"message\":\"\"}");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "InvalidParameter", null, 1);
	}

	/** Some successes have a field of that name. */
	@Test
	void errorThatIsNoneIsASuccess() {
		this.server.always(Answers.content("\"Error\":null"));
		Application application = start("");
		assertSucceeded(application.call(Request.read()), "r-1");
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
	}

	@Test
	void envelopeOfAGatewayDecidesByItsCode() {
		this.server.always(
				(exchange) -> exchange.send(500, "application/json", Answers.failure(exchange, "ResourceNotFound")));
		Application application = start(FAST);
		Reply reply = application.call(Request.read());
		assertThat(reply.status()).isEqualTo(500);
		assertBroken(reply, "ResourceNotFound", "r-1", 1);
		assertThat(application.meters().attempts()).singleElement().asString().contains(" ResourceNotFound ");
	}

	/** Nobody would see that it failed. */
	@Test
	void envelopeOfAStatusThatIsNoErrorIsAnException() {
		this.server.always(
				(exchange) -> exchange.send(300, "application/json", Answers.failure(exchange, "ResourceNotFound")));
		assertFailed(start("").call(Request.read()), "TencentCloudApiException", "ResourceNotFound", "r-1", 1);
	}

	@Test
	void statusOfTheCallersOwnMakingIsHandedOnAtOnce() {
		this.server.always(Answers.page(404));
		Application application = start(FAST);
		Reply reply = application.call(Request.read());
		assertThat(reply.status()).isEqualTo(404);
		assertBroken(reply, "ClientError.HttpStatusCodeError.404", null, 1);
	}

	@Test
	void pageWithAGoodStatusIsNoEnvelope() {
		this.server.always(Answers.page(200, "X-TC-RequestId: of-the-page"));
		Application application = start(FAST);
		assertFailed(application.call(Request.write()), "EnvelopeException", "ClientError.ParseJsonError",
				"of-the-page", 1);
		assertThat(application.meters().calls())
			.containsExactly("cvm RunInstances none ClientError.ParseJsonError transient FAILURE: 1");
	}

	@Test
	void emptyAnswersAreNoEnvelope() {
		this.server.answers((exchange) -> exchange.send(200, "application/json", ""),
				(exchange) -> exchange.head(204, null, -1));
		Application application = start(FAST);
		assertFailed(application.call(Request.write()), "EnvelopeException", "ClientError.ParseJsonError", null, 1);
		assertFailed(application.call(Request.write()), "EnvelopeException", "ClientError.ParseJsonError", null, 1);
	}

	/** The same action streams or not, as its request says; the answer tells which. */
	@Test
	void eventsArriveAsTheyAreSent() throws Exception {
		Latch read = new Latch();
		this.server.always((exchange) -> {
			exchange.head(200, "text/event-stream", -1);
			exchange.write("data: {\"Choices\":[]}\n\n");
			read.await();
			exchange.write("data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\n");
			exchange.close();
		});
		Application application = start("");
		OpenReply reply = application.open(chat());
		InputStream body = reply.body();
		byte[] first = body.readNBytes("data: {\"Choices\":[]}".length());
		assertThat(new String(first)).isEqualTo("data: {\"Choices\":[]}");
		read.open();
		assertThat(reply.rest(body).text()).endsWith("data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\n");
		assertThat(application.meters().calls()).containsExactly("hunyuan ChatCompletions none OK none SUCCESS: 1");
	}

	@Test
	void errorBeforeTheFirstEventIsRepeatedLikeAnyOther() {
		this.server.answers(Answers.error("RequestLimitExceeded"))
			.always((exchange) -> exchange.send(200, "text/event-stream",
					"data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\n"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.throttled: { delay: 1ms, jitter: 0ms }
				""");
		assertThat(application.call(chat()).text()).contains("stop");
		assertThat(this.server.requests()).isEqualTo(2);
	}

	@Test
	void errorAmongTheEventsFailsTheStream() {
		this.server.always((exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[]}\n\ndata: {\"ErrorMsg\":{\"Msg\":\"busy\",\"Code\":4001}}\n\n",
				"X-TC-RequestId: of-the-stream"));
		Application application = start("");
		Reply reply = application.call(chat());
		assertThat(reply.error().getClass().getSimpleName()).isEqualTo("TencentCloudApiException");
		assertThat(reply.told().requestId()).isEqualTo("of-the-stream");
		assertThat(this.server.requests()).isOne();
		assertThat(application.meters().calls()).singleElement().asString().endsWith(" FAILURE: 1");
	}

	private static Request chat() {
		return Request.of("ChatCompletions").product("hunyuan").header("Accept", "text/event-stream");
	}

	private static final String BEGIN = "{\"Response\":{\"Data\":\"";

	private static final String END = "\",\"RequestId\":\"r-1\"}}";

	private static long lengthOfLarge() {
		return BEGIN.length() + 50L * MEGABYTE + END.length();
	}

	private static void sendLarge(RawServer.Exchange exchange, CRC32 sent, Semaphore window) throws Exception {
		exchange.head(200, "application/json", lengthOfLarge());
		send(exchange, sent, BEGIN.getBytes());
		byte[] part = new byte[MEGABYTE];
		for (int i = 0; i < 50; i++) {
			if (!window.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("The caller gets nothing");
			}
			Arrays.fill(part, (byte) ('a' + i % 26));
			send(exchange, sent, part);
		}
		send(exchange, sent, END.getBytes());
	}

	private static void send(RawServer.Exchange exchange, CRC32 sent, byte[] part) throws Exception {
		sent.update(part);
		exchange.write(part);
	}

}
