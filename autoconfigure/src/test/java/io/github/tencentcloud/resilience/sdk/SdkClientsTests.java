package io.github.tencentcloud.resilience.sdk;

import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.SSEResponseModel;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.hunyuan.v20230901.HunyuanClient;
import com.tencentcloudapi.hunyuan.v20230901.models.ChatCompletionsRequest;
import com.tencentcloudapi.hunyuan.v20230901.models.ChatCompletionsResponse;
import com.tencentcloudapi.sms.v20210111.SmsClient;
import com.tencentcloudapi.sms.v20210111.models.SendSmsRequest;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static io.github.tencentcloud.resilience.sdk.SdkScene.CREDENTIAL;
import static io.github.tencentcloud.resilience.sdk.SdkScene.content;
import static io.github.tencentcloud.resilience.sdk.SdkScene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Real clients of the vendor's SDK, guarded by their profile.
 */
@Tag("integration")
class SdkClientsTests {

	private static final String FIRST = "data: {\"Choices\":[{\"Delta\":{\"Content\":\"a\"},\"FinishReason\":\"\"}]}\n\n";

	private static final String LAST = "data: {\"Choices\":[{\"Delta\":{},\"FinishReason\":\"stop\"}]}\n\n";

	private final SdkScene scene = new SdkScene();

	@AfterEach
	void close() {
		this.scene.close();
	}

	@Test
	void callOfAProductIsRepeatedAndMapped() throws Exception {
		this.scene.answers(error("RequestLimitExceeded"), error("InternalError")).start();
		CvmClient cvm = new CvmClient(CREDENTIAL, "ap-guangzhou", this.scene.profile());
		assertThat(cvm.DescribeInstances(new DescribeInstancesRequest()).getTotalCount()).isEqualTo(1);
		assertThat(this.scene.received()).hasSize(3);
		assertThat(this.scene.count("tencentcloud.client.requests", "product", "cvm", "action", "DescribeInstances",
				"api.region", "ap-guangzhou", "code", "OK", "outcome", "SUCCESS"))
			.isOne();
		assertThat(this.scene.count("tencentcloud.client.attempts")).isEqualTo(3);
		assertThat(this.scene.count("tencentcloud.client.retries", "result", "recovered")).isEqualTo(2);
	}

	@Test
	void errorOfTheServerIsTheSdksOwnWithOursAsItsCause() throws Exception {
		this.scene.answers(error("FailedOperation.X")).start();
		TencentCloudSDKException error = failure(this.scene.client());
		assertThat(error).hasMessage("as the server says").hasCauseInstanceOf(TencentCloudApiException.class);
		assertThat(error.getErrorCode()).isEqualTo("FailedOperation.X");
		assertThat(error.getRequestId()).isEqualTo("r-1");
		assertThat(TencentCloudFailure.of(error)).hasValueSatisfying((failure) -> {
			assertThat(failure.code()).isEqualTo("FailedOperation.X");
			assertThat(failure.policy()).isEqualTo("fail");
			assertThat(failure.attempts()).isOne();
		});
	}

	@Test
	void anotherStatusIsTheSdksOwnToo() throws Exception {
		this.scene.always((exchange) -> exchange.send(503, "text/html", "<html>", "X-TC-RequestId: r-503")).start();
		TencentCloudSDKException error = failure(this.scene.client());
		assertThat(error).hasMessage("response code is 503, not 200")
			.hasCauseInstanceOf(TencentCloudApiException.class);
		assertThat(error.getErrorCode()).isEqualTo("ServerSideError");
		assertThat(error.getRequestId()).isEqualTo("r-503");
		assertThat(TencentCloudFailure.of(error)).hasValueSatisfying((failure) -> {
			assertThat(failure.code()).isEqualTo("ClientError.HttpStatusCodeError.503");
			assertThat(failure.attempts()).isGreaterThan(1);
		});
	}

	@Test
	void whatIsNoJsonIsTheSdksOwnToo() throws Exception {
		this.scene.always((exchange) -> exchange.send(200, "text/html", "<html>")).start();
		TencentCloudSDKException error = failure(this.scene.client());
		assertThat(error).hasMessage("json is not a valid representation for an object of type")
			.hasCauseInstanceOf(EnvelopeException.class);
		assertThat(error.getErrorCode()).isEqualTo("ClientError.ParseJsonError");
	}

	@Test
	void brokenConnectionIsTheSdksOwnToo() throws Exception {
		this.scene.always(RawServer.Exchange::reset).start();
		CvmClient cvm = new CvmClient(CREDENTIAL, "ap-guangzhou", this.scene.profile());
		TencentCloudSDKException error = catchThrowableOfType(TencentCloudSDKException.class,
				() -> cvm.DescribeInstances(new DescribeInstancesRequest()));
		assertThat(error).hasMessage("").hasRootCauseInstanceOf(SocketException.class);
		assertThat(TencentCloudFailure.of(error)).hasValueSatisfying((failure) -> {
			assertThat(failure.code()).isEqualTo("ClientError.NetworkError.Reset");
			assertThat(failure.attempts()).isGreaterThan(1);
		});
	}

	@Test
	void refusalIsTheSdksOwnToo() throws Exception {
		this.scene.start();
		CommonClient client = this.scene.client();
		client.call("DescribeInstances", "{}");
		this.scene.bean(CircuitBreakerRegistry.class)
			.getAllCircuitBreakers()
			.forEach((breaker) -> breaker.transitionToOpenState());
		TencentCloudSDKException error = failure(client);
		assertThat(error).hasCauseInstanceOf(CallNotPermittedException.class);
		assertThat(error.getErrorCode()).isEqualTo("ClientError.CircuitBreakerOpen");
		assertThat(this.scene.received()).hasSize(1);
	}

	@Test
	void writeIsNotRepeatedUnlessItHasAToken() throws Exception {
		this.scene.answers(error("InternalError"), error("InternalError")).start();
		CvmClient cvm = new CvmClient(CREDENTIAL, "ap-guangzhou", this.scene.profile());
		assertThatExceptionOfType(TencentCloudSDKException.class)
			.isThrownBy(() -> cvm.RunInstances(new RunInstancesRequest()));
		assertThat(this.scene.received()).hasSize(1);
		RunInstancesRequest request = new RunInstancesRequest();
		request.setClientToken("token-1");
		assertThat(cvm.RunInstances(request).getRequestId()).isEqualTo("r-3");
		assertThat(this.scene.received()).hasSize(3);
	}

	@Test
	void smsIsSentOnce() throws Exception {
		this.scene.endpoint().answers(error("InternalError.Timeout")).start();
		SmsClient sms = new SmsClient(CREDENTIAL, "ap-guangzhou", this.scene.bean(ClientProfile.class));
		SendSmsRequest request = new SendSmsRequest();
		request.setPhoneNumberSet(new String[] { "+8613711112222" });
		assertThatExceptionOfType(TencentCloudSDKException.class).isThrownBy(() -> sms.SendSms(request))
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo("InternalError.Timeout"));
		assertThat(this.scene.received()).hasSize(1)
			.allSatisfy(
					(exchange) -> assertThat(exchange.header("X-Forwarded-Host")).isEqualTo("sms.tencentcloudapi.com"));
		this.scene.answers(content("\"SendStatusSet\":[{\"Code\":\"Ok\"}]"));
		assertThat(sms.SendSms(request).getSendStatusSet()).hasSize(1);
		assertThat(this.scene.count("tencentcloud.client.items", "product", "sms", "code", "OK")).isOne();
	}

	@Test
	void chatStreamPasses() throws Exception {
		this.scene.endpoint().answers(error("RequestLimitExceeded"), stream(FIRST + LAST)).start();
		assertThat(contents(chat())).hasSize(2);
		assertThat(this.scene.received()).hasSize(2);
		assertThat(this.scene.count("tencentcloud.client.requests", "product", "hunyuan", "code", "OK", "outcome",
				"SUCCESS"))
			.isOne();
	}

	@Test
	void chatStreamThatIsCutOffFailsLoudly() throws Exception {
		this.scene.endpoint().answers(stream(FIRST)).start();
		ChatCompletionsResponse response = chat();
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> contents(response))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ClientError.StreamTruncated"));
	}

	/** The SDK's reader would take an {@code IOException} for the end. */
	@Test
	void chatStreamThatBreaksFailsLoudly() throws Exception {
		this.scene.endpoint().answers((exchange) -> {
			exchange.head(200, "text/event-stream", 10_000);
			exchange.write(FIRST);
			exchange.close();
		}).start();
		ChatCompletionsResponse response = chat();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> contents(response))
			.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex))
				.hasValueSatisfying((failure) -> assertThat(failure.code()).startsWith("ClientError.NetworkError.")));
		assertThat(this.scene.received()).hasSize(1);
	}

	@Test
	void chatStreamIsReadAsItComes() throws Exception {
		CountDownLatch read = new CountDownLatch(1);
		this.scene.endpoint().answers((exchange) -> {
			exchange.head(200, "text/event-stream", -1);
			exchange.write(FIRST);
			read.await();
			exchange.write(LAST);
			exchange.close();
		}).start();
		Iterator<SSEResponseModel.SSE> events = chat().iterator();
		assertThat(events.next().Data).contains("\"a\"");
		read.countDown();
		assertThat(events.next().Data).contains("stop");
		assertThat(events.hasNext()).isFalse();
	}

	/** For the SDK that is none, and neither is it JSON. */
	@Test
	void streamOfAnotherTypeIsNone() {
		this.scene.endpoint()
			.set("tencentcloud.resilience.max-attempts", 1)
			.answers((exchange) -> exchange.send(200, "text/event-stream; charset=utf-8", FIRST + LAST))
			.start();
		TencentCloudSDKException error = catchThrowableOfType(TencentCloudSDKException.class, this::chat);
		assertThat(error).hasCauseInstanceOf(EnvelopeException.class);
	}

	/** Its caller reads it as a whole, so it can wait until all of it is known. */
	@Test
	void lateErrorOfALargeAnswerIsRepeated() throws Exception {
		String data = "\"Data\":\"" + "x".repeat(1_000_000) + "\"";
		this.scene.answers(
				(exchange) -> exchange
					.json("{\"Response\":{" + data + ",\"Error\":{\"Code\":\"InternalError\",\"Message\":\"late\"}}}"),
				(exchange) -> {
					exchange.head(200, "application/json", 2_000_000);
					exchange.write("{\"Response\":{" + data);
					exchange.close();
				}, content(data))
			.start();
		assertThat(this.scene.client().call("DescribeInstances", "{}")).hasSizeGreaterThan(1_000_000).contains("r-3");
		assertThat(this.scene.count("tencentcloud.client.retries", "result", "recovered")).isEqualTo(2);
	}

	@Test
	void deadlineOfAScopeHolds() {
		this.scene.always(RawServer.Exchange::fallSilent).start();
		CommonClient client = this.scene.client();
		try (TencentCloudScope scope = TencentCloudScope
			.open(TencentCloudAttributes.deadline(Duration.ofMillis(500)))) {
			TencentCloudSDKException error = failure(client);
			assertThat(error).hasCauseInstanceOf(CallTimeoutException.class);
			assertThat(error.getErrorCode()).isEqualTo("ClientError.CallTimeout");
		}
	}

	@Test
	void whatIsSetAfterInjectionHolds() throws Exception {
		this.scene.start();
		ClientProfile profile = this.scene.bean(ClientProfile.class);
		HttpProfile http = new HttpProfile();
		profile.setHttpProfile(http);
		CommonClient client = SdkScene.client(profile);
		http.setProtocol("http://");
		profile.getHttpProfile().setEndpoint(this.scene.host());
		client.call("DescribeInstances", "{}");
		assertThat(this.scene.count("tencentcloud.client.requests")).isOne();
		assertThat(http.getEndpoint()).isEqualTo(this.scene.host());
		assertThat(this.scene.bean(ClientProfile.class).getHttpProfile().getEndpoint()).isNull();
	}

	private static TencentCloudSDKException failure(CommonClient client) {
		return catchThrowableOfType(TencentCloudSDKException.class, () -> client.call("DescribeInstances", "{}"));
	}

	private ChatCompletionsResponse chat() throws TencentCloudSDKException {
		HunyuanClient client = new HunyuanClient(CREDENTIAL, "", this.scene.bean(ClientProfile.class));
		ChatCompletionsRequest request = new ChatCompletionsRequest();
		request.setStream(true);
		return client.ChatCompletions(request);
	}

	private static List<String> contents(ChatCompletionsResponse response) {
		List<String> contents = new ArrayList<>();
		for (SSEResponseModel.SSE event : response) {
			contents.add(event.Data);
		}
		return contents;
	}

	private static RawServer.Script stream(String events) {
		return (exchange) -> {
			exchange.head(200, "text/event-stream", -1, "X-TC-RequestId: r-7", "Connection: close");
			exchange.write(events);
			exchange.close();
		};
	}

}
