package io.github.tencentcloud.resilience.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeRegionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeRegionsResponse;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.admission.Gate;
import io.github.tencentcloud.resilience.sdk.TencentCloudSdk;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.webclient.ReactiveCredentialsProvider;
import io.github.tencentcloud.resilience.webclient.TencentCloudContext;

/**
 * The Java samples of the documentation, word for word, so that the compiler reads them.
 */
final class JavaSamples {

	private static final Logger log = LoggerFactory.getLogger(JavaSamples.class);

	private final WebClient cvm;

	JavaSamples(WebClient cvm) {
		this.cvm = cvm;
	}

	// @formatter:off
@TencentCloudProduct(value = "sms", version = "2021-01-11")
interface Sms {

	@TencentCloudAction("SendSms")
	Mono<SendSmsResponse> sendSms(@RequestBody SendSmsRequest request);

	record SendSmsRequest(List<String> phoneNumberSet, String smsSdkAppId, String templateId, String signName) {
	}

	record SendSmsResponse(List<SendStatus> sendStatusSet, String requestId) {
	}

	record SendStatus(String phoneNumber, String serialNo, String code) {
	}

}

@TencentCloudProduct(value = "cvm", version = "2017-03-12")
interface Cvm {

	@TencentCloudAction("DescribeInstancesStatus")
	Mono<InstancesStatus> describeInstancesStatus(@RequestBody Page page);

	@TencentCloudAction(value = "DescribeImages", method = "GET")
	Mono<String> describeImages(@RequestParam("Limit") int limit, @RequestHeader("X-TC-Region") String region);

	@TencentCloudAction("DescribeZones")
	Mono<String> describeZones();

	record Page(int limit, int offset) {
	}

	record InstancesStatus(int totalCount, String requestId) {
	}

}

interface Crud<T> {

	@TencentCloudAction("DescribeInstances")
	Mono<T> describe(@RequestBody Page page);

	record Page(int limit) {
	}

}

@TencentCloudProduct(value = "cvm", version = "2017-03-12")
interface CvmInstances extends Crud<String> {
}

@TencentCloudProduct(value = "sms", version = "2021-01-11")
interface BlockingSms {

	@TencentCloudAction("DescribeSmsSignList")
	ResponseEntity<SignList> describeSmsSignList(@RequestBody Map<String, Object> query);

	@TencentCloudAction("DeleteSmsSign")
	void deleteSmsSign(@RequestBody Map<String, Object> sign);

	record SignList(List<Map<String, Object>> describeSignListStatusSet, String requestId) {
	}

}

@Configuration
@ImportTencentCloudServices({ Cvm.class, Sms.class })
static class TencentCloudClients {
}

@Bean
WebClientHttpServiceGroupConfigurer wholeEnvelopes() {
	return (groups) -> groups.filterByName("cvm")
		.forEachClient((group, client) -> client
			.defaultRequest((request) -> request.attributes(TencentCloudAttributes.unwrap(false))));
}

@Component
static class Instances {

	private final WebClient cvm;

	Instances(WebClient.Builder builder) {
		this.cvm = builder.baseUrl("https://cvm.tencentcloudapi.com").build();
	}

	Mono<InstancesStatus> status() {
		return this.cvm.post()
			.uri("/")
			.header("X-TC-Action", "DescribeInstancesStatus")
			.bodyValue("{\"Limit\": 20}")
			.retrieve()
			.bodyToMono(InstancesStatus.class);
	}

	@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
	record InstancesStatus(int totalCount, List<InstanceStatus> instanceStatusSet, String requestId) {
	}

	@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
	record InstanceStatus(String instanceId, String instanceState) {
	}

}

@Component
static class BlockingInstances {

	private final RestClient cvm;

	BlockingInstances(RestClient.Builder builder) {
		this.cvm = builder.baseUrl("https://cvm.tencentcloudapi.com").build();
	}

	Instances.InstancesStatus status() {
		return this.cvm.post()
			.uri("/")
			.header("X-TC-Action", "DescribeInstancesStatus")
			.body(Map.of("Limit", 20))
			.retrieve()
			.body(Instances.InstancesStatus.class);
	}

}

@Component
static class TemplateInstances {

	private final RestTemplate cvm;

	TemplateInstances(RestTemplateBuilder builder) {
		this.cvm = builder.baseUri("https://cvm.tencentcloudapi.com").build();
	}

	Instances.InstancesStatus status() {
		return this.cvm.postForObject("/?Action=DescribeInstancesStatus", Map.of("Limit", 20), Instances.InstancesStatus.class);
	}

}

	WebClient.RequestBodyUriSpec attributes() {
		return (WebClient.RequestBodyUriSpec)
this.cvm.post().attributes(TencentCloudAttributes.idempotent(true)).attributes(TencentCloudAttributes.deadline(Duration.ofSeconds(3)));
	}

@Component
static class IncomingDeadline implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String seconds = exchange.getRequest().getHeaders().getFirst("X-Timeout-Seconds");
		Duration limit = (seconds != null) ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ofSeconds(5);
		return chain.filter(exchange).contextWrite(TencentCloudContext.deadline(limit));
	}

}

	Mono<String> until(Instant deadline) {
		return
this.cvm.post()
	.header("X-TC-Action", "DescribeInstances")
	.attributes(TencentCloudAttributes.deadline(deadline))
	.bodyValue("{}")
	.retrieve()
	.bodyToMono(String.class);
	}

	<T> Mono<T> existing(Mono<T> call) {
		return
call.onErrorResume(TencentCloudApiException.class,
		(ex) -> ex.getCode().startsWith("ResourceNotFound") ? Mono.empty() : Mono.error(ex));
	}

	<T> Mono<T> anyOfOurs(Mono<T> call) {
		return
call.onErrorResume(TencentCloudException.class, (ex) -> {
	log.warn("{} {}", ex.getCode(), ex.getRequestId());
	return Mono.empty();
});
	}

	<T> Mono<T> items(Mono<T> call) {
		return
call.doOnError(TencentCloudApiException.class,
		(ex) -> ex.getItemCodes().forEach((code, count) -> log.warn("{} items: {}", count, code)));
	}

	void failure(Throwable throwable) {
TencentCloudFailure.of(throwable).ifPresent((failure) -> log.warn("{} {} {} {}", failure.code(), failure.policy(),
		failure.requestId(), failure.attempts()));
	}

	Cvm proxy(WebClient client) {
Cvm cvm = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
	.httpRequestValuesProcessor(new TencentCloudActionHeaders(List.of(Cvm.class)))
	.build()
	.createClient(Cvm.class);
		return cvm;
	}

	void control(TencentCloudResilienceControl control) {
control.switchRetriesOff("sms", Duration.ofHours(1));
	}

	interface Migration {

		boolean isUnderWay();

		CompletableFuture<Void> end();

	}

	static class Gates {

@Bean
Gate migration(Migration migration) {
	return (call, attempt, now, deadline) -> (migration.isUnderWay() && call.action().equals("RunInstances"))
			? migration.end().copy() : null;
}

	}

	static class Blocking {

		private final RestClient restClient;

		private final RestTemplate restTemplate;

		Blocking(RestClient restClient, RestTemplate restTemplate) {
			this.restClient = restClient;
			this.restTemplate = restTemplate;
		}

		void deadline(Duration deadline) {
this.restClient.post()
	.uri("https://cvm.tencentcloudapi.com")
	.header("X-TC-Action", "DescribeInstances")
	.attributes(TencentCloudAttributes.deadline(deadline))
	.body("{}")
	.retrieve()
	.body(String.class);
		}

		List<String> scope(Map<String, Object> query) {
try (TencentCloudScope scope = TencentCloudScope.open(TencentCloudAttributes.deadline(Duration.ofSeconds(3)))) {
	String zones = this.restTemplate.postForObject("https://cvm.tencentcloudapi.com/?Action=DescribeZones", query, String.class);
	String regions = this.restTemplate.postForObject("https://cvm.tencentcloudapi.com/?Action=DescribeRegions", query, String.class);
	return List.of(zones, regions);
}
		}

		String failure() {
try {
	return this.restClient.post()
		.uri("https://cvm.tencentcloudapi.com")
		.header("X-TC-Action", "DescribeZones")
		.body("{}")
		.retrieve()
		.body(String.class);
}
catch (TencentCloudException | RestClientException ex) {
	TencentCloudFailure.of(ex).ifPresent((failure) -> log.warn("{} after {} attempts", failure.code(), failure.attempts()));
	throw ex;
}
		}

		void events(Map<String, Object> question) throws IOException {
try (InputStream events = this.restClient.post()
	.uri("https://hunyuan.tencentcloudapi.com")
	.header("X-TC-Action", "ChatCompletions")
	.accept(MediaType.TEXT_EVENT_STREAM)
	.body(question)
	.retrieve()
	.body(InputStream.class)) {
	new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8)).lines()
		.filter((line) -> line.startsWith("data:"))
		.forEach(this::print);
}
		}

		void print(String line) {
			log.info(line);
		}

	}

	static class RequestFactories {

@Bean
ClientHttpRequestFactoryBuilder<?> requestFactoryBuilder() {
	return ClientHttpRequestFactoryBuilder.httpComponents();
}

	}

	static class SdkClients {

@Bean
CvmClient cvmClient(Credential credential, ClientProfile profile) {
	profile.getHttpProfile().setReadTimeout(20);
	return new CvmClient(credential, "ap-guangzhou", profile);
}

	}

	static class SdkCaller {

		private final CvmClient cvm;

		SdkCaller(Credential credential, TencentCloudSdk sdk) {
this.cvm = new CvmClient(credential, "ap-guangzhou", sdk.guard(new ClientProfile()));
		}

		DescribeZonesResponse zones() throws TencentCloudSDKException {
try {
	return this.cvm.DescribeZones(new DescribeZonesRequest());
}
catch (TencentCloudSDKException ex) {
	TencentCloudFailure.of(ex).ifPresent((failure) -> log.warn("{} after {} attempts", failure.code(), failure.attempts()));
	throw ex;
}
		}

		DescribeZonesResponse zonesWithoutUs() throws TencentCloudSDKException, InterruptedException {
for (int i = 0;; i++) {
	try {
		return this.cvm.DescribeZones(new DescribeZonesRequest());
	}
	catch (TencentCloudSDKException ex) {
		if (!"RequestLimitExceeded".equals(ex.getErrorCode()) || i == 3) {
			throw ex;
		}
		Thread.sleep(1000L << i);
	}
}
		}

		DescribeRegionsResponse regions() throws TencentCloudSDKException {
try (TencentCloudScope scope = TencentCloudScope.open(TencentCloudAttributes.deadline(Duration.ofSeconds(3)))) {
	return this.cvm.DescribeRegions(new DescribeRegionsRequest());
}
		}

	}

	Throwable builder() {
Throwable error = TencentCloudApiException.builder("LimitExceeded.PhoneNumberDailyLimit")
	.call("sms", "SendSms", "ap-guangzhou")
	.requestId("b5b41468-520d-4192-b42f-595cc34b6c1c")
	.policy("quota", Decision.FAIL)
	.build();
		return error;
	}

@Component
class VaultCredentials implements ReactiveCredentialsProvider {

	private final Mono<TencentCloudCredentials> read;

	private final Mono<TencentCloudCredentials> remembered;

	VaultCredentials(WebClient.Builder builder) {
		this.read = builder.baseUrl("https://vault.example").build()
			.get()
			.uri("/v1/tencentcloud/creds/reader")
			.retrieve()
			.bodyToMono(Secret.class)
			.map((secret) -> TencentCloudCredentials.of(secret.id(), secret.key(), secret.token()));
		this.remembered = this.read.cache((value) -> Duration.ofMinutes(5), (error) -> Duration.ZERO, () -> Duration.ZERO);
	}

	@Override
	public Mono<TencentCloudCredentials> find(TencentCloudCall call) {
		return this.remembered;
	}

	@Override
	public Mono<TencentCloudCredentials> findAgain(TencentCloudCall call) {
		return this.read;
	}

	record Secret(String id, String key, String token) {
	}

}
	// @formatter:on

}
