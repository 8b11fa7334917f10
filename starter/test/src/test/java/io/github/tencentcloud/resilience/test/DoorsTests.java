package io.github.tencentcloud.resilience.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.sms.v20210111.SmsClient;
import com.tencentcloudapi.sms.v20210111.models.SendSmsRequest;
import com.tencentcloudapi.sms.v20210111.models.SendSmsResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static io.github.tencentcloud.resilience.test.Answers.connectionReset;
import static io.github.tencentcloud.resilience.test.Answers.error;
import static io.github.tencentcloud.resilience.test.Answers.events;
import static io.github.tencentcloud.resilience.test.Answers.html;
import static io.github.tencentcloud.resilience.test.Answers.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each kind of client calls the fake, with a signature that the fake has checked, though
 * it names hosts of Tencent Cloud.
 */
@SpringBootTest(classes = { Application.class, DoorsTests.Interfaces.class })
@AutoConfigureFakeTencentCloud
class DoorsTests {

	@Autowired
	FakeTencentCloud cloud;

	@Autowired
	Clients clients;

	@ParameterizedTest
	@EnumSource
	void isThrottledAndThenSucceeds(Door door) throws Exception {
		this.cloud.on("sms", "SendSms").answer(error("RequestLimitExceeded")).answer(success("""
				{"SendStatusSet": [{"Code": "Ok"}]}"""));
		assertThat(door.call.send(this.clients)).isEqualTo("Ok");
		assertThat(this.cloud).received("sms", "SendSms")
			.times(2)
			.inRegion("ap-guangzhou")
			.withVersion("2021-01-11")
			.withBody("PhoneNumberSet[0]", "+8613711112222")
			.withHeader("X-Forwarded-Host", "sms.tencentcloudapi.com")
			.signedBy(FakeTencentCloud.SECRET_ID);
	}

	@ParameterizedTest
	@EnumSource
	void learnsOfAnError(Door door) {
		this.cloud.on("sms", "SendSms").answer(error("FailedOperation.InsufficientBalanceInSmsPackage"));
		Throwable thrown = catchThrowable(() -> door.call.send(this.clients));
		assertThat(TencentCloudFailure.of(thrown)).hasValueSatisfying((failure) -> {
			assertThat(failure.code()).isEqualTo("FailedOperation.InsufficientBalanceInSmsPackage");
			assertThat(failure.requestId()).isNotBlank();
		});
	}

	/** What may have been done is not repeated. */
	@ParameterizedTest
	@EnumSource
	void learnsOfAPageAndABrokenConnection(Door door) {
		this.cloud.on("sms", "SendSms")
			.answer(html(200, "Sign in"))
			.answer(success().brokenOff())
			.answer(connectionReset());
		assertThat(code(door)).isEqualTo("ClientError.ParseJsonError");
		assertThat(code(door)).startsWith("ClientError.NetworkError");
		assertThat(code(door)).startsWith("ClientError.NetworkError");
		assertThat(this.cloud).received("sms", "SendSms").times(3);
	}

	private String code(Door door) {
		return TencentCloudFailure.of(catchThrowable(() -> door.call.send(this.clients))).orElseThrow().code();
	}

	@Test
	void streamOfEvents() throws Exception {
		this.cloud.on("hunyuan", "ChatCompletions")
			.answer(events("{\"Choices\":[{\"Delta\":{\"Content\":\"Hi\"},\"FinishReason\":\"\"}]}",
					"{\"Choices\":[{\"Delta\":{\"Content\":\"!\"},\"FinishReason\":\"stop\"}]}", "[DONE]")
				.over(Duration.ofMillis(20)));
		List<String> events = this.clients.webClient.build()
			.post()
			.uri("https://hunyuan.tencentcloudapi.com")
			.header("X-TC-Action", "ChatCompletions")
			.header("X-TC-Version", "2023-09-01")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{}")
			.retrieve()
			.bodyToFlux(String.class)
			.collectList()
			.block(Duration.ofSeconds(30));
		assertThat(events).hasSize(3);
	}

	@Test
	void streamOfEventsAsAnInputStream() {
		this.cloud.on("hunyuan", "ChatCompletions")
			.answer(events("{\"Choices\":[{\"Delta\":{\"Content\":\"Hi\"},\"FinishReason\":\"stop\"}]}", "[DONE]")
				.over(Duration.ofMillis(20)));
		String text = this.clients.restClient.build()
			.post()
			.uri("https://hunyuan.tencentcloudapi.com")
			.header("X-TC-Action", "ChatCompletions")
			.header("X-TC-Version", "2023-09-01")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.contentType(MediaType.APPLICATION_JSON)
			.body("{}")
			.exchange((request, response) -> new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
		assertThat(text).contains("\"Hi\"").contains("[DONE]");
		assertThat(this.cloud).received("hunyuan", "ChatCompletions").once().signedBy(FakeTencentCloud.SECRET_ID);
	}

	enum Door {

		WEB_CLIENT((clients) -> clients.webClient.build()
			.post()
			.uri("https://sms.tencentcloudapi.com")
			.headers((headers) -> Clients.headers(headers::add))
			.bodyValue(Clients.BODY)
			.retrieve()
			.bodyToMono(Envelope.class)
			.block(Duration.ofSeconds(30))
			.code()),

		REST_CLIENT((clients) -> clients.restClient.build()
			.post()
			.uri("https://sms.tencentcloudapi.com")
			.headers((headers) -> Clients.headers(headers::add))
			.body(Clients.BODY)
			.retrieve()
			.body(Envelope.class)
			.code()),

		REST_TEMPLATE((clients) -> {
			RestTemplate template = clients.restTemplate.build();
			HttpHeaders headers = new HttpHeaders();
			Clients.headers(headers::add);
			return template
				.postForObject("https://sms.tencentcloudapi.com", new HttpEntity<>(Clients.BODY, headers),
						Envelope.class)
				.code();
		}),

		INTERFACE_ON_WEB_CLIENT(
				(clients) -> clients.sms.send(new Numbers(List.of("+8613711112222")), "ap-guangzhou").code()),

		INTERFACE_ON_REST_CLIENT(
				(clients) -> clients.restSms.send(new Numbers(List.of("+8613711112222")), "ap-guangzhou").code()),

		SDK((clients) -> {
			SendSmsRequest request = new SendSmsRequest();
			request.setPhoneNumberSet(new String[] { "+8613711112222" });
			SendSmsResponse response = new SmsClient(clients.credential, "ap-guangzhou", clients.profile)
				.SendSms(request);
			return response.getSendStatusSet()[0].getCode();
		});

		private final Call call;

		Door(Call call) {
			this.call = call;
		}

	}

	@FunctionalInterface
	interface Call {

		String send(Clients clients) throws Exception;

	}

	record Envelope(Map<String, Object> Response) {

		@SuppressWarnings("unchecked")
		String code() {
			return String.valueOf(((List<Map<String, Object>>) this.Response.get("SendStatusSet")).get(0).get("Code"));
		}

	}

	@TencentCloudProduct(value = "sms", version = "2021-01-11")
	interface Sms {

		@TencentCloudAction("SendSms")
		Sent send(@RequestBody Numbers numbers, @RequestHeader("X-TC-Region") String region);

	}

	@TencentCloudProduct(value = "sms", version = "2021-01-11")
	interface RestSms {

		@TencentCloudAction("SendSms")
		Sent send(@RequestBody Numbers numbers, @RequestHeader("X-TC-Region") String region);

	}

	record Numbers(List<String> phoneNumberSet) {

	}

	record Sent(List<Status> sendStatusSet) {

		String code() {
			return this.sendStatusSet.get(0).code();
		}

	}

	record Status(String code) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(types = RestSms.class, group = "rest",
			clientType = HttpServiceGroup.ClientType.REST_CLIENT)
	static class RestInterfaces {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Clients.class, RestInterfaces.class })
	@ImportTencentCloudServices(types = Sms.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
	static class Interfaces {

	}

	static class Clients {

		static final String BODY = "{\"PhoneNumberSet\":[\"+8613711112222\"]}";

		private final WebClient.Builder webClient;

		private final RestClient.Builder restClient;

		private final RestTemplateBuilder restTemplate;

		private final Sms sms;

		private final RestSms restSms;

		private final Credential credential;

		private final ClientProfile profile;

		Clients(WebClient.Builder webClient, RestClient.Builder restClient, RestTemplateBuilder restTemplate, Sms sms,
				RestSms restSms, Credential credential, ClientProfile profile) {
			this.webClient = webClient;
			this.restClient = restClient;
			this.restTemplate = restTemplate;
			this.sms = sms;
			this.restSms = restSms;
			this.credential = credential;
			this.profile = profile;
		}

		static void headers(BiConsumer<String, String> headers) {
			headers.accept("X-TC-Action", "SendSms");
			headers.accept("X-TC-Version", "2021-01-11");
			headers.accept("X-TC-Region", "ap-guangzhou");
			headers.accept("Content-Type", "application/json");
		}

	}

}
