package io.github.tencentcloud.resilience.webclient;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;

import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.TestSignature;
import io.github.tencentcloud.resilience.signing.Calls;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.StaticCredentialsProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that a signature stays cheap: what it allocates can be counted.
 */
class SigningCostTests {

	private static final int TIMES = 5_000;

	private static final URI ADDRESS = URI.create("https://cvm.tencentcloudapi.com/");

	private final CallSignature signature = new TestSignature(new ServerClock(new TestClock()), (uri) -> true).of(
			Calls.call(),
			new CredentialRotation(new StaticCredentialsProvider(Calls.credentials(), Map.of()), Clock.systemUTC()),
			SigningOptions.DEFAULTS);

	private final byte[] body = new byte[1024];

	/** Only the second compiler sees which objects need not be made. */
	@Test
	void allocatesLessThanSixKilobytes() {
		assumeTrue(compilesTwice(), "This JVM has the first compiler only");
		// How soon the compiler has done its work depends on what else the machine does.
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 100 && least > 6 * 1_024; i++) {
			least = Math.min(least, write(true) - write(false));
		}
		assertThat(least).isBetween(1_024L, 6 * 1_024L);
	}

	private static boolean compilesTwice() {
		return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.getVMOption("TieredStopAtLevel")
			.getValue()
			.equals("4");
	}

	/** How many bytes a request takes. */
	private long write(boolean signed) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < TIMES; i++) {
			MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.POST, ADDRESS);
			request.setWriteHandler((body) -> body.then());
			request.getHeaders().set("Content-Type", "application/json");
			ClientHttpRequest target = signed ? new SigningRequest(request, this.signature) : request;
			target.writeWith(Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body))).block();
		}
		return (threads.getCurrentThreadAllocatedBytes() - before) / TIMES;
	}

}
