package io.github.tencentcloud.resilience.scenarios;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.Assert;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The library is a guest: what it leaves alone, in which mode, and how it gets along with
 * what else is in the client.
 */
class GuestScenarioTests extends AbstractScenarios {

	private static final String THROTTLED = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":"
			+ "\"as the server says\"},\"RequestId\":\"r-1\"}}";

	private static final String FAST = """
			tencentcloud.resilience:
			  adaptive-throttling.enabled: false
			  policies:
			    throttled: { delay: 1ms, jitter: 0ms }
			""";

	@Test
	void observeHandsEverythingOnAndMeasuresWhatItWouldHaveDone() {
		this.server.always(Answers.error("RequestLimitExceeded"));
		Application application = start(FAST + """
				  mode: observe
				  unwrap: true
				""");
		Reply reply = application.call(Request.read());
		assertThat(reply.error()).isNull();
		assertThat(reply.text()).isEqualTo(THROTTLED);
		assertThat(this.server.requests()).isOne();
		Meters meters = application.meters();
		assertThat(meters.calls())
			.containsExactly("cvm DescribeInstances none RequestLimitExceeded throttled FAILURE: 1");
		assertThat(meters.attempts())
			.containsExactly("cvm DescribeInstances none RequestLimitExceeded throttled retry: 1");
		assertThat(meters.retries()).containsExactly("cvm DescribeInstances RequestLimitExceeded off: 1");
		assertThat(meters.delays()).isEmpty();
		assertThat(meters.modes()).containsExactly("observe");
	}

	@Test
	void observeTellsSuccessesAndStatusesApart() {
		this.server.answers(Answers.ok(), Answers.page(502), Answers.reset());
		Application application = start("""
				tencentcloud.resilience.mode: observe
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		Reply page = application.call(Request.read());
		if (this.door.handsOnOtherStatuses()) {
			assertThat(page.status()).isEqualTo(502);
			assertThat(page.text()).isEqualTo("<html>502</html>");
		}
		else {
			assertThat(page.error()).isNotNull();
		}
		assertThat(application.call(Request.read()).error()).isNotNull();
		assertThat(this.server.requests()).isEqualTo(3);
		assertThat(application.meters().calls()).containsExactly(
				"cvm DescribeInstances none ClientError.HttpStatusCodeError.502 transient FAILURE: 1",
				"cvm DescribeInstances none ClientError.NetworkError.Reset network FAILURE: 1",
				"cvm DescribeInstances none OK none SUCCESS: 1");
	}

	@Test
	void observeTellsOfCallersWhoGo() throws Exception {
		assumeTrue(this.door.canBeInterrupted(), "Nobody hears of a caller who goes before the answer is there");
		Latch come = new Latch();
		this.server.answers(Answers.silentAfter(come));
		Application application = start("""
				tencentcloud.resilience.mode: observe
				""");
		CompletableFuture<Reply> call = application.begin(Request.read());
		come.await();
		call.cancel(true);
		eventually(() -> assertThat(application.meters().calls())
			.containsExactly("cvm DescribeInstances none ClientError.Cancelled expected CANCELLED: 1"));
	}

	@Test
	void observeNeitherRefusesNorLimits() {
		this.server.always(Answers.error("InternalError"));
		Application application = start(
				"""
						tencentcloud.resilience:
						  mode: observe
						  circuit-breaker: { sliding-window-type: count-based, sliding-window-size: 2, minimum-number-of-calls: 2 }
						  products.cvm.actions.DescribeInstances.rate-limit: 1/m
						  products.cvm.bulkhead.max-concurrent-calls: 1
						""");
		for (int i = 1; i <= 6; i++) {
			assertThat(application.call(Request.read()).text()).contains("InternalError");
		}
		assertThat(this.server.requests()).isEqualTo(6);
		assertThat(application.meters().pacing()).isEmpty();
	}

	@Test
	void observeHoldsNothingBack() throws Exception {
		Latch read = new Latch();
		this.server.always((exchange) -> sendInTwoParts(exchange, read));
		Application application = start("""
				tencentcloud.resilience.mode: observe
				""");
		readInTwoParts(application, Request.read(), read);
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mode: off", "products.cvm.mode: off", "enabled: false" })
	void offOnlyFillsInVersionAndRegion(String property) throws Exception {
		Latch read = new Latch();
		this.server.answers(Answers.error("RequestLimitExceeded"), (exchange) -> sendInTwoParts(exchange, read));
		Application application = start("""
				tencentcloud.resilience:
				  products.cvm: { version: 2017-03-12, region: ap-guangzhou }
				  unwrap: true
				  PROPERTY
				""".replace("PROPERTY", property));
		Reply reply = application.call(Request.read());
		assertThat(reply.error()).isNull();
		assertThat(reply.text()).isEqualTo(THROTTLED);
		readInTwoParts(application, Request.read(), read);
		assertThat(this.server.requests()).isEqualTo(2);
		assertThat(this.server.header("X-TC-Version")).containsOnly("2017-03-12");
		assertThat(this.server.header("X-TC-Region")).containsOnly("ap-guangzhou");
		assertThat(application.meters().calls()).isEmpty();
		assertThat(application.meters().attempts()).isEmpty();
	}

	@Test
	void productsMayHaveAnotherModeThanAll() {
		this.server.always(Answers.error("AuthFailure"));
		Application application = start("""
				tencentcloud.resilience:
				  mode: observe
				  products.sms.mode: enforce
				""");
		assertThat(application.call(Request.read()).error()).isNull();
		assertFailed(application.call(Request.of("SendSms").product("sms")), "TencentCloudApiException", "AuthFailure",
				"r-2", 1);
	}

	@Test
	void modeIsSwitchedWhileTheApplicationRuns() {
		this.server.always(Answers.error("AuthFailure"));
		Application application = start("");
		TencentCloudResilienceControl control = application.bean(TencentCloudResilienceControl.class);
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "AuthFailure", "r-1", 1);
		control.switchMode(Mode.OBSERVE, null, Duration.ofHours(1));
		assertThat(application.call(Request.read()).error()).isNull();
		assertThat(application.meters().modes()).containsExactly("observe");
		control.switchMode(Mode.OFF, "cvm", Duration.ofHours(1));
		assertThat(application.call(Request.read()).error()).isNull();
		assertThat(application.meters().calls())
			.containsExactly("cvm DescribeInstances none AuthFailure auth FAILURE: 2");
		control.endAll();
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "AuthFailure", "r-4", 1);
		assertThat(application.meters().modes()).containsExactly("enforce");
	}

	@Test
	void retriesAreSwitchedOff() {
		this.server.answers(Answers.error("RequestLimitExceeded"), Answers.error("RequestLimitExceeded"));
		Application application = start(FAST);
		TencentCloudResilienceControl control = application.bean(TencentCloudResilienceControl.class);
		control.switchRetriesOff("cvm", Duration.ofHours(1));
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "RequestLimitExceeded", "r-1", 1);
		assertThat(reply.told().line()).contains("not repeated, since retries are switched off");
		assertThat(application.meters().retries()).containsExactly("cvm DescribeInstances RequestLimitExceeded off: 1");
		control.end("cvm");
		assertSucceeded(application.call(Request.read()), "r-3");
	}

	@Test
	void otherHostsPassUntouchedAndUnbuffered() throws Exception {
		Latch read = new Latch();
		this.server.answers(Answers.error("RequestLimitExceeded"), (exchange) -> sendInTwoParts(exchange, read));
		Application application = start("""
				tencentcloud:
				  credentials: { secret-id: AKIDown, secret-key: keyOfOwn }
				  resilience:
				    unwrap: true
				    products.cvm: { host: cvm.example.com, version: 2017-03-12, region: ap-guangzhou }
				""");
		Request request = Request.read().to("http://" + this.server.host() + "/");
		Reply reply = application.call(request);
		assertThat(reply.error()).isNull();
		assertThat(reply.text()).isEqualTo(THROTTLED);
		readInTwoParts(application, request, read);
		assertThat(this.server.requests()).isEqualTo(2);
		if (!this.door.signsItself()) {
			assertThat(this.server.header("X-TC-Version")).containsOnly("null");
			assertThat(this.server.header("Authorization")).containsOnly("null");
		}
		assertThat(this.server.header("X-TC-Region")).containsOnly("null");
		assertThat(application.meters().calls()).isEmpty();
		assertThat(application.meters().attempts()).isEmpty();
	}

	@Test
	void addedTwiceItActsOnce() {
		this.server.answers(Answers.error("RequestLimitExceeded"));
		Application application = start(ClientOptions.DEFAULT.guardedAgain(), FAST + """
				  unwrap: true
				""");
		Reply reply = application.call(Request.read());
		assertThat(reply.error()).isNull();
		assertThat(reply.text()).isEqualTo(this.door.unwraps() ? "{\"TotalCount\":1,\"RequestId\":\"r-2\"}"
				: Answers.success("\"TotalCount\":1", 2));
		assertThat(this.server.requests()).isEqualTo(2);
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
		assertThat(application.meters().attempts()).containsExactly("cvm DescribeInstances none OK none none: 1",
				"cvm DescribeInstances none RequestLimitExceeded throttled retry: 1");
	}

	/** It has a copy of the request each time, so what it adds does not add up. */
	@Test
	void whatTheUserPutsInsideRunsAnewForEachAttempt() {
		assumeTrue(this.door.hasInside(), "Interceptors of a builder of Boot's run around the call");
		this.server.answers(Answers.error("RequestLimitExceeded"), Answers.error("RequestLimitExceeded"));
		AtomicInteger runs = new AtomicInteger();
		Application application = start(
				ClientOptions.DEFAULT.addingHeader("X-Nonce", () -> "n-" + runs.incrementAndGet()), FAST);
		assertSucceeded(application.call(Request.read()), "r-3");
		assertThat(this.server.header("X-Nonce")).containsExactly("n-1", "n-2", "n-3");
	}

	@Test
	void requestIsSentAsItsCallerWroteIt() {
		assumeTrue(!this.door.signsItself(), "The client decides how it looks");
		this.server.answers(Answers.error("RequestLimitExceeded"));
		Application application = start(FAST);
		application.call(Request.write()
			.body("{\"Name\":\"\u00e4\u4e2d\"}")
			.header("X-Mine", "mine")
			.to("http://" + this.server.host() + "/path?a=b%20c"));
		assertThat(this.server.received()).hasSize(2).allSatisfy((request) -> {
			assertThat(request.requestLine()).isEqualTo("POST /path?a=b%20c HTTP/1.1");
			assertThat(request.header("X-Mine")).isEqualTo("mine");
			assertThat(request.header("X-TC-Action")).isEqualTo("RunInstances");
			assertThat(request.header("Content-Type")).isEqualTo("application/json");
			assertThat(request.body()).isEqualTo("{\"Name\":\"\u00e4\u4e2d\"}");
		});
	}

	@Test
	void responseIsHandedOnWithItsHeaders() {
		this.server.always((exchange) -> exchange.send(200, "application/json",
				Answers.success(exchange, "\"TotalCount\":1"), "X-Served-By: front-7"));
		assertThat(start("").call(Request.read()).headers()).containsEntry("x-served-by", "front-7")
			.containsEntry("content-type", "application/json");
	}

	@Test
	void registryThatThrowsBreaksNoCall() {
		this.server.answers(Answers.error("RequestLimitExceeded"));
		AtomicBoolean started = new AtomicBoolean();
		SimpleMeterRegistry broken = new SimpleMeterRegistry();
		broken.config().meterFilter(new MeterFilter() {
			@Override
			public Meter.Id map(Meter.Id id) {
				Assert.state(!started.get() || !id.getName().startsWith("tencentcloud."), "broken");
				return id;
			}
		});
		Application application = start(ClientOptions.DEFAULT, FAST,
				(context) -> context.registerBean(MeterRegistry.class, () -> broken));
		started.set(true);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertSucceeded(application.call(Request.read()), "r-3");
	}

	private static void sendInTwoParts(RawServer.Exchange exchange, Latch read) throws Exception {
		String body = Answers.success(exchange, "\"TotalCount\":1");
		exchange.head(200, "application/json", body.length());
		exchange.write(body.substring(0, 10));
		read.await();
		exchange.write(body.substring(10));
	}

	/** Who held the answer back would wait for its second part for ever. */
	private static void readInTwoParts(Application application, Request request, Latch read) throws Exception {
		OpenReply reply = application.open(request);
		InputStream body = reply.body();
		byte[] begin = new byte[10];
		body.readNBytes(begin, 0, begin.length);
		assertThat(new String(begin)).isEqualTo("{\"Response");
		read.open();
		assertThat(reply.rest(body).text()).startsWith("\":{\"TotalCount\":1");
	}

}
