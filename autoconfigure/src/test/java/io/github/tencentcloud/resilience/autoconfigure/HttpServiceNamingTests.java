package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Annotated interfaces speak UpperCamelCase, and nobody else does because of them.
 */
@ParameterizedClass
@EnumSource(names = { "WEB_CLIENT", "REST_CLIENT" })
class HttpServiceNamingTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Request REQUEST = new Request(20, "a", new Special("b"), null);

	private static final String NAMES = "{\"PageSize\":20,\"ID\":\"a\",\"Special\":{\"of-its-own\":\"b\"},\"NextToken\":null}";

	private static final String PLAIN = "{\"pageSize\":20,\"ID\":\"a\",\"special\":{\"of-its-own\":\"b\"},\"nextToken\":null}";

	private final Receiver server = new Receiver(
			"{\"Response\":{\"TotalCount\":7,\"totalCount\":1,\"Set\":[{\"ItemName\":\"x\"}],\"RequestId\":\"r\"}}");

	private final ClientType client;

	private final ApplicationContextRunner withoutJackson;

	private final ApplicationContextRunner runner;

	HttpServiceNamingTests(ClientType client) {
		this.client = client;
		this.withoutJackson = HttpInterfaceApplication.runner(client)
			.withConfiguration(
					AutoConfigurations.of(CodecsAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class))
			.withUserConfiguration(Services.class,
					(client == ClientType.WEB_CLIENT) ? OtherOnWebClient.class : OtherOnRestClient.class)
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + this.server.host(),
					"spring.http.serviceclient.other.base-url=http://" + this.server.host(),
					"spring.http.serviceclient.half.base-url=http://" + this.server.host());
		this.runner = this.withoutJackson.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void requestsAndAnswers() {
		this.runner.run((context) -> {
			Answer answer = context.getBean(Cvm.class).describe(REQUEST);
			assertThat(this.server.body()).isEqualTo(NAMES);
			assertThat(answer).isEqualTo(new Answer(7, List.of(new Item("x")), "r"));
		});
	}

	@Test
	void interfaceWhoseMethodsAreAnnotatedOnly() {
		this.runner.run((context) -> {
			context.getBean(Half.class).describe(REQUEST);
			assertThat(this.server.body()).isEqualTo(NAMES);
		});
	}

	@Test
	void eventsOfAStream() {
		Receiver stream = new Receiver("data: {\"ItemName\":\"x\"}\n\ndata: {\"ItemName\":\"y\"}\n\n",
				"text/event-stream");
		HttpInterfaceApplication.runner()
			.withConfiguration(AutoConfigurations.of(CodecsAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withUserConfiguration(ChatServices.class)
			.withPropertyValues("spring.http.serviceclient.chat.base-url=http://" + stream.host(),
					"tencentcloud.resilience.mode=off", "tencentcloud.resilience.unwrap=false")
			.run((context) -> assertThat(context.getBean(Chat.class).chat().collectList().block(LIMIT))
				.containsExactly(new Item("x"), new Item("y")));
		stream.close();
	}

	/** Its settings, and not its names. */
	@Test
	void mapperOfTheApplication() {
		this.runner
			.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE",
					"spring.jackson.default-property-inclusion=non-null")
			.run((context) -> {
				context.getBean(Cvm.class).describe(REQUEST);
				assertThat(this.server.body()).isEqualTo(NAMES.replace(",\"NextToken\":null", ""));
				context.getBean(Other.class).describe(REQUEST);
				assertThat(this.server.body()).startsWith("{\"page_size\":20,");
			});
	}

	@Test
	void othersKeepTheirNames() {
		this.runner.run((context) -> {
			Other.Answer answer = context.getBean(Other.class).describe(REQUEST);
			assertThat(this.server.body()).isEqualTo(PLAIN);
			assertThat(answer.response().totalCount()).isOne();
			assertThat(post(context)).isEqualTo(PLAIN);
			assertThat(context.getBean(JsonMapper.class).writeValueAsString(REQUEST)).isEqualTo(PLAIN);
		});
	}

	@Test
	void configurerOfTheApplicationHasTheLastWord() {
		JsonMapper kebab = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.LOWER_DOT_CASE).build();
		this.runner.withBean(WebClientHttpServiceGroupConfigurer.class, () -> (groups) -> groups.filterByName("cvm")
			.forEachClient((group, client) -> client.codecs((codecs) -> {
				codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(kebab));
				codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(kebab));
			})))
			.withBean(RestClientHttpServiceGroupConfigurer.class, () -> (groups) -> groups.filterByName("cvm")
				.forEachClient((group, client) -> client.configureMessageConverters(
						(converters) -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(kebab)))))
			.run((context) -> {
				context.getBean(Cvm.class).describe(REQUEST);
				assertThat(this.server.body()).startsWith("{\"page.size\":20,");
			});
	}

	/** Boot has no converters for it, so Spring's defaults are all there is. */
	@Test
	void withoutConvertersOfBoot() {
		HttpInterfaceApplication.runner(this.client)
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + this.server.host(),
					"spring.http.serviceclient.half.base-url=http://" + this.server.host())
			.run((context) -> {
				assertThat(context.getBean(Cvm.class).describe(REQUEST).requestId()).isEqualTo("r");
				assertThat(this.server.body()).isEqualTo(NAMES);
				assertThat(context.getBean(Half.class).describe(REQUEST)).contains("\"TotalCount\":7");
			});
	}

	/** Who chooses the converters has chosen all of them. */
	@Test
	void convertersThatTheApplicationChose() {
		assumeThat(this.client).isEqualTo(ClientType.REST_CLIENT);
		this.runner.withBean(RestClientHttpServiceGroupConfigurer.class,
				() -> (groups) -> groups.filterByName("half")
					.forEachClient((group, client) -> client
						.configureMessageConverters((converters) -> converters.disableDefaults()
							.withStringConverter(new StringHttpMessageConverter()))))
			.run((context) -> {
				context.getBean(Cvm.class).describe(REQUEST);
				assertThat(context.getBean(Half.class).describe(REQUEST)).contains("\"TotalCount\":7");
				assertThat(this.server.body()).isEqualTo(NAMES);
			});
	}

	@Test
	void withoutAMapperInTheApplication() {
		this.withoutJackson.run(this::assertPlain);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jackson2", "gson" })
	void whereAnotherMapperIsPreferred(String preferred) {
		this.runner.withPropertyValues(preference() + preferred).run(this::assertPlain);
	}

	@Test
	void twoMappersOfWhichNoneIsTheOne() {
		this.withoutJackson.withBean("one", JsonMapper.class, JsonMapper::new)
			.withBean("two", JsonMapper.class, JsonMapper::new)
			.withPropertyValues("spring.http.codecs.preferred-json-mapper=none",
					"spring.http.converters.preferred-json-mapper=none")
			.run(this::assertPlain);
	}

	@Test
	void withoutJackson() {
		this.withoutJackson.withClassLoader(new FilteredClassLoader("tools.jackson.databind"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Cvm.class)
				.doesNotHaveBean(HttpServiceNaming.OnWebClient.class)
				.doesNotHaveBean(HttpServiceNaming.OnRestClient.class));
	}

	private String preference() {
		return "spring.http." + ((this.client == ClientType.WEB_CLIENT) ? "codecs" : "converters")
				+ ".preferred-json-mapper=";
	}

	private void assertPlain(ApplicationContext context) {
		context.getBean(Cvm.class).describe(REQUEST);
		assertThat(this.server.body()).isEqualTo(PLAIN);
	}

	/** With a client that Boot builds. */
	private String post(ApplicationContext context) {
		String address = "http://" + this.server.host();
		if (this.client == ClientType.WEB_CLIENT) {
			WebClient client = context.getBean(WebClient.Builder.class).build();
			client.post().uri(address).bodyValue(REQUEST).retrieve().bodyToMono(String.class).block(LIMIT);
		}
		else {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			client.post().uri(address).body(REQUEST).retrieve().body(String.class);
		}
		return this.server.body();
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		Answer describe(@RequestBody Request request);

	}

	@TencentCloudProduct("chat")
	interface Chat {

		@TencentCloudAction("ChatCompletions")
		Flux<Item> chat();

	}

	interface Half {

		@TencentCloudAction("DescribeInstances")
		String describe(@RequestBody Request request);

	}

	interface Other {

		@PostExchange("/")
		Answer describe(@RequestBody Request request);

		record Answer(@JsonProperty("Response") Content response) {

		}

		record Content(Integer totalCount) {

		}

	}

	record Request(int pageSize, @JsonProperty("ID") String id, Special special, String nextToken) {

	}

	@JsonNaming(KebabCaseStrategy.class)
	record Special(String ofItsOwn) {

	}

	record Answer(Integer totalCount, List<Item> set, String requestId) {

	}

	record Item(String itemName) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(Cvm.class)
	static class Services {

		@Configuration(proxyBeanMethods = false)
		@ImportTencentCloudServices(group = "half", types = Half.class)
		static class HalfServices {

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "other", types = Other.class, clientType = ClientType.WEB_CLIENT)
	static class OtherOnWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "other", types = Other.class)
	static class OtherOnRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTencentCloudServices(value = Chat.class, clientType = ClientType.WEB_CLIENT)
	static class ChatServices {

	}

}
