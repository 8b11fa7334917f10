package io.github.tencentcloud.resilience.sdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.CommonRequest;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.sdk.SdkScene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is said on a profile, and what becomes of it when its clients are guarded.
 */
@Tag("integration")
class SdkProfileTests {

	@RegisterExtension
	final LogLines log = new LogLines("io.github.tencentcloud.resilience");

	private final SdkScene scene = new SdkScene();

	@AfterEach
	void close() {
		this.scene.close();
	}

	@Test
	void eachClientHasAProfileOfItsOwn() {
		this.scene.start();
		ClientProfile one = this.scene.bean(ClientProfile.class);
		one.getHttpProfile().setEndpoint("one");
		assertThat(this.scene.bean(ClientProfile.class).getHttpProfile().getEndpoint()).isNull();
	}

	@Test
	void profileOfTheApplicationsOwnIsGuardedByHand() throws Exception {
		ClientProfile own = new ClientProfile(ClientProfile.SIGN_TC3_256, new HttpProfile());
		this.scene.answers(error("RequestLimitExceeded"))
			.start((beans) -> beans.registerBean(ClientProfile.class, () -> own));
		assertThat(this.scene.bean(ClientProfile.class)).isSameAs(own);
		HttpProfile before = own.getHttpProfile();
		before.setProtocol("http://");
		TencentCloudSdk sdk = this.scene.bean(TencentCloudSdk.class);
		assertThat(TencentCloudSdk.isGuarded(own)).isFalse();
		assertThat(sdk.guard(sdk.guard(own))).isSameAs(own);
		assertThat(TencentCloudSdk.isGuarded(own)).isTrue();
		before.setEndpoint(this.scene.host());
		SdkScene.client(own).call("DescribeInstances", "{}");
		assertThat(this.scene.received()).hasSize(2);
	}

	@Test
	void withoutItTheSdkBehavesAsBefore() throws Exception {
		this.scene.answers(error("RequestLimitExceeded")).start();
		ClientProfile plain = new ClientProfile();
		plain.getHttpProfile().setProtocol("http://");
		plain.getHttpProfile().setEndpoint(this.scene.host());
		TencentCloudSDKException error = failure(SdkScene.client(plain));
		assertThat(error.getErrorCode()).isEqualTo("RequestLimitExceeded");
		assertThat(error.getCause()).isNull();
		assertThat(this.scene.received()).hasSize(1);
		assertThat(this.scene.count("tencentcloud.client.requests")).isZero();
	}

	@Test
	void httpClientOfTheApplicationsOwnSendsTheAttempts() throws Exception {
		this.scene.answers(error("RequestLimitExceeded")).start();
		AtomicInteger sent = new AtomicInteger();
		ClientProfile profile = this.scene.profile();
		profile.getHttpProfile().setHttpClient(new OkHttpClient.Builder().addInterceptor((chain) -> {
			sent.incrementAndGet();
			return chain.proceed(chain.request());
		}).build());
		SdkScene.client(profile).call("DescribeInstances", "{}");
		assertThat(sent).hasValue(2);
	}

	/** Ours is of no use as that of somebody else's profile but as a whole. */
	@Test
	void guardedHttpClientGuardsAnotherProfile() throws Exception {
		this.scene.answers(error("RequestLimitExceeded")).start();
		ClientProfile other = new ClientProfile();
		other.getHttpProfile().setProtocol("http://");
		other.getHttpProfile().setEndpoint(this.scene.host());
		other.getHttpProfile().setHttpClient(this.scene.profile().getHttpProfile().getHttpClient());
		assertThat(TencentCloudSdk.isGuarded(other)).isTrue();
		SdkScene.client(this.scene.bean(TencentCloudSdk.class).guard(other)).call("DescribeInstances", "{}");
		assertThat(this.scene.received()).hasSize(2);
		assertThat(this.scene.count("tencentcloud.client.requests")).isOne();
	}

	@Test
	void timeOutOfTheProfileHolds() {
		this.scene.always((exchange) -> exchange.fallSilent())
			.set("tencentcloud.resilience.max-attempts", 1)
			.set("tencentcloud.resilience.timeout.attempt", "1h")
			.set("tencentcloud.resilience.timeout.call", "1h")
			.start();
		ClientProfile profile = this.scene.profile();
		profile.getHttpProfile().setReadTimeout(1);
		assertCode(failure(SdkScene.client(profile)), "ClientError.NetworkError.ReadTimeout");
	}

	/** The SDK's own waits for ever. */
	@Test
	void limitOfAnAttemptHoldsWhereTheProfileSaysNothing() {
		this.scene.always((exchange) -> exchange.fallSilent())
			.set("tencentcloud.resilience.max-attempts", 1)
			.set("tencentcloud.resilience.timeout.attempt", "500ms")
			.start();
		assertCode(failure(this.scene.client()), "ClientError.NetworkError.ReadTimeout");
	}

	@Test
	void proxyOfTheProfileHolds() throws Exception {
		this.scene.start();
		try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<List<String>> asked = CompletableFuture.supplyAsync(() -> answerAsProxy(proxy));
			ClientProfile profile = this.scene.profile();
			profile.getHttpProfile().setProxyHost("127.0.0.1");
			profile.getHttpProfile().setProxyPort(proxy.getLocalPort());
			profile.getHttpProfile().setProxyUsername("me");
			profile.getHttpProfile().setProxyPassword("mine");
			SdkScene.client(profile).call("DescribeInstances", "{}");
			List<String> lines = asked.get(20, TimeUnit.SECONDS);
			assertThat(lines.get(0)).isEqualTo("POST http://" + this.scene.host() + "/ HTTP/1.1");
			assertThat(lines).contains("Proxy-Authorization: Basic bWU6bWluZQ==");
		}
	}

	/** Asks for a password first. */
	private static List<String> answerAsProxy(ServerSocket proxy) {
		List<String> lines = List.of();
		for (String answer : List.of(
				"HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
						+ "Connection: close\r\nContent-Length: 0\r\n\r\n",
				"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
						+ "{\"Response\":{\"RequestId\":\"of-the-proxy\"}}")) {
			try (Socket socket = proxy.accept()) {
				BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
				lines = new ArrayList<>();
				for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
					lines.add(line);
				}
				in.read(new char[2], 0, 2);
				socket.getOutputStream().write(answer.getBytes());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return lines;
	}

	@Test
	void gatewayAndBackupAreWarnedOfOnce() {
		this.scene.start();
		for (int i = 0; i < 2; i++) {
			ClientProfile profile = this.scene.profile();
			profile.setBackupEndpoint("ap-shanghai.tencentcloudapi.com");
			SdkScene.client(profile);
			ClientProfile gateway = this.scene.profile();
			gateway.getHttpProfile().setApigwEndpoint("127.0.0.1:1/");
			CommonClient client = SdkScene.client(gateway);
			assertThat(failure(() -> client.commonRequest(new CommonRequest("{}"), "X"))).isNotNull();
		}
		assertThat(warnings()).hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("backupEndpoint", "fail-over"))
			.anySatisfy((line) -> assertThat(line).contains("apigwEndpoint", "tencentcloud.resilience.endpoint"));
	}

	@Test
	void debugIsLoggedWithoutSecrets() throws Exception {
		this.scene.answers(error("RequestLimitExceeded")).start();
		ClientProfile profile = this.scene.profile();
		profile.setDebug(true);
		new CommonClient("cvm", "2017-03-12", new Credential(SdkScene.ID, SdkScene.KEY, "secret-token"), "ap-guangzhou",
				profile)
			.call("DescribeInstances", "{\"Password\":\"secret\"}");
		List<String> lines = this.log.list.stream()
			.filter((line) -> line.getLoggerName().equals("io.github.tencentcloud.resilience.sdk.SdkDebugLog"))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
		assertThat(lines).hasSize(4);
		assertThat(lines.get(0)).contains("POST http://127.0.0.1", "X-TC-Action: DescribeInstances",
				"Authorization: ***", "X-TC-Token: ***");
		assertThat(lines.get(1)).startsWith("< 200 ");
		assertThat(String.join("\n", lines)).doesNotContain("secret", SdkScene.ID, "Signature=");
	}

	@Test
	void clientThatIsABeanAndUnguardedIsWarnedOf() {
		this.scene.start((beans) -> {
			beans.registerBean("unguarded", CommonClient.class, () -> SdkScene.client(new ClientProfile()));
			beans.registerBean("guarded", CommonClient.class,
					() -> SdkScene.client(beans.getBean(ClientProfile.class)));
		});
		assertThat(warnings()).singleElement()
			.asString()
			.contains("are not guarded by tencentcloud-resilience: unguarded. ");
	}

	@Test
	void clientThatIsABeanIsNotWarnedOfWhereNothingIsWanted() {
		this.scene.set("tencentcloud.resilience.enabled", false)
			.start((beans) -> beans.registerBean("unguarded", CommonClient.class,
					() -> SdkScene.client(new ClientProfile())));
		assertThat(warnings()).isEmpty();
	}

	private List<String> warnings() {
		return this.log.list.stream()
			.filter((line) -> line.getLevel() == Level.WARN && !line.getLoggerName().endsWith(".failures"))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static void assertCode(TencentCloudSDKException error, String code) {
		assertThat(TencentCloudFailure.of(error))
			.hasValueSatisfying((failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	private static TencentCloudSDKException failure(CommonClient client) {
		return failure(() -> client.call("DescribeInstances", "{}"));
	}

	private static TencentCloudSDKException failure(ThrowingCallable call) {
		return catchThrowableOfType(TencentCloudSDKException.class, call);
	}

}
