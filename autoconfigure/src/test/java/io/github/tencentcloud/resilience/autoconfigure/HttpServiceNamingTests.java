package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotated interfaces speak UpperCamelCase, and nobody else does because of them.
 */
class HttpServiceNamingTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Request REQUEST = new Request(20, "a", new Special("b"), null);

	private static final String NAMES = "{\"PageSize\":20,\"ID\":\"a\",\"Special\":{\"of-its-own\":\"b\"},\"NextToken\":null}";

	private static final String PLAIN = "{\"pageSize\":20,\"ID\":\"a\",\"special\":{\"of-its-own\":\"b\"},\"nextToken\":null}";

	private final Receiver server = new Receiver(
			"{\"Response\":{\"TotalCount\":7,\"totalCount\":1,\"Set\":[{\"ItemName\":\"x\"}],\"RequestId\":\"r\"}}");

	private final ApplicationContextRunner withoutJackson = HttpInterfaceApplication.runner()
		.withConfiguration(AutoConfigurations.of(CodecsAutoConfiguration.class))
		.withUserConfiguration(Services.class)
		.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + this.server.host(),
				"spring.http.serviceclient.other.base-url=http://" + this.server.host(),
				"spring.http.serviceclient.half.base-url=http://" + this.server.host());

	private final ApplicationContextRunner runner = this.withoutJackson
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void requestsAndAnswers() {
		this.runner.run((context) -> {
			Answer answer = context.getBean(Cvm.class).describe(REQUEST).block(LIMIT);
			assertThat(this.server.body()).isEqualTo(NAMES);
			assertThat(answer).isEqualTo(new Answer(7, List.of(new Item("x")), "r"));
		});
	}

	@Test
	void interfaceWhoseMethodsAreAnnotatedOnly() {
		this.runner.run((context) -> {
			context.getBean(Half.class).describe(REQUEST).block(LIMIT);
			assertThat(this.server.body()).isEqualTo(NAMES);
		});
	}

	@Test
	void eventsOfAStream() {
		Receiver stream = new Receiver("data: {\"ItemName\":\"x\"}\n\ndata: {\"ItemName\":\"y\"}\n\n",
				"text/event-stream");
		this.runner
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + stream.host(),
					"tencentcloud.resilience.mode=off", "tencentcloud.resilience.unwrap=false")
			.run((context) -> assertThat(context.getBean(Cvm.class).chat().collectList().block(LIMIT))
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
				context.getBean(Cvm.class).describe(REQUEST).block(LIMIT);
				assertThat(this.server.body()).isEqualTo(NAMES.replace(",\"NextToken\":null", ""));
				context.getBean(Other.class).describe(REQUEST).block(LIMIT);
				assertThat(this.server.body()).startsWith("{\"page_size\":20,");
			});
	}

	@Test
	void othersKeepTheirNames() {
		this.runner.run((context) -> {
			Other.Answer answer = context.getBean(Other.class).describe(REQUEST).block(LIMIT);
			assertThat(this.server.body()).isEqualTo(PLAIN);
			assertThat(answer.response().totalCount()).isOne();
			assertThat(post(context.getBean(WebClient.Builder.class).build())).isEqualTo(PLAIN);
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
			}))).run((context) -> {
				context.getBean(Cvm.class).describe(REQUEST).block(LIMIT);
				assertThat(this.server.body()).startsWith("{\"page.size\":20,");
			});
	}

	@Test
	void withoutAMapperInTheApplication() {
		this.withoutJackson.run(this::assertPlain);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jackson2", "gson" })
	void whereAnotherMapperIsPreferred(String preferred) {
		this.runner.withPropertyValues("spring.http.codecs.preferred-json-mapper=" + preferred).run(this::assertPlain);
	}

	@Test
	void twoMappersOfWhichNoneIsTheOne() {
		this.withoutJackson.withBean("one", JsonMapper.class, JsonMapper::new)
			.withBean("two", JsonMapper.class, JsonMapper::new)
			.withPropertyValues("spring.http.codecs.preferred-json-mapper=none")
			.run(this::assertPlain);
	}

	@Test
	void withoutJackson() {
		this.withoutJackson.withClassLoader(new FilteredClassLoader("tools.jackson.databind"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Cvm.class)
				.doesNotHaveBean(HttpServiceNaming.class));
	}

	private void assertPlain(ApplicationContext context) {
		context.getBean(Cvm.class).describe(REQUEST).block(LIMIT);
		assertThat(this.server.body()).isEqualTo(PLAIN);
	}

	private String post(WebClient client) {
		client.post()
			.uri("http://" + this.server.host())
			.bodyValue(REQUEST)
			.retrieve()
			.bodyToMono(String.class)
			.block(LIMIT);
		return this.server.body();
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		Mono<Answer> describe(@RequestBody Request request);

		@TencentCloudAction("ChatCompletions")
		Flux<Item> chat();

	}

	interface Half {

		@TencentCloudAction("DescribeInstances")
		Mono<String> describe(@RequestBody Request request);

	}

	interface Other {

		@PostExchange("/")
		Mono<Answer> describe(@RequestBody Request request);

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
	@ImportHttpServices(group = "other", types = Other.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
	static class Services {

		@Configuration(proxyBeanMethods = false)
		@ImportTencentCloudServices(group = "half", types = Half.class)
		static class HalfServices {

		}

	}

}
