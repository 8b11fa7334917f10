package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.CodecConfigurer.DefaultCodecs;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroupConfigurer.Groups;

/**
 * Makes annotated interfaces speak UpperCamelCase, as all of the vendor's APIs do: with
 * the application's own {@code JsonMapper}, but for the names of properties. A property
 * or a type that says its name itself keeps it.
 */
final class HttpServiceNaming {

	/**
	 * Right after Boot's configurer, which gives the group the codecs or converters of
	 * the application. One that says no order comes later.
	 */
	private static final int ORDER = 1;

	private final ObjectProvider<JsonMapper> mappers;

	private final Environment environment;

	/** The property that says which library makes JSON for this client. */
	private final String preference;

	private HttpServiceNaming(ObjectProvider<JsonMapper> mappers, Environment environment, String preference) {
		this.mappers = mappers;
		this.environment = environment;
		this.preference = preference;
	}

	private <B> void configure(Groups<B> groups, BiConsumer<B, JsonMapper> use) {
		SingletonSupplier<JsonMapper> mapper = SingletonSupplier.ofNullable(this::mapper);
		groups.filter(AnnotatedInterfaces::areIn).forEachClient((group, client) -> {
			JsonMapper renaming = mapper.get();
			if (renaming != null) {
				use.accept(client, renaming);
			}
		});
	}

	/** From the one that Boot's clients have, if they have one. */
	private @Nullable JsonMapper mapper() {
		JsonMapper mapper = this.environment.getProperty(this.preference, "jackson").equals("jackson")
				? this.mappers.getIfUnique() : null;
		return (mapper != null)
				? mapper.rebuild().propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE).build() : null;
	}

	/**
	 * For groups on {@code RestClient}.
	 */
	static class OnRestClient implements RestClientHttpServiceGroupConfigurer {

		private final HttpServiceNaming naming;

		OnRestClient(ObjectProvider<JsonMapper> mappers, Environment environment) {
			this.naming = new HttpServiceNaming(mappers, environment, "spring.http.converters.preferred-json-mapper");
		}

		@Override
		public int getOrder() {
			return ORDER;
		}

		@Override
		public void configureGroups(Groups<RestClient.Builder> groups) {
			this.naming.configure(groups, OnRestClient::use);
		}

		private static void use(RestClient.Builder client, JsonMapper mapper) {
			HttpMessageConverter<?> ours = new JacksonJsonHttpMessageConverter(mapper);
			client.configureMessageConverters((converters) -> converters.withJsonConverter(ours)
				.configureMessageConvertersList((list) -> addDefaults(list, ours)));
		}

		/**
		 * Spring leaves them out as soon as anybody configures converters. In a reactive
		 * application, where Boot does not, nobody but us may have.
		 */
		private static void addDefaults(List<HttpMessageConverter<?>> converters, HttpMessageConverter<?> ours) {
			if (converters.stream()
				.allMatch((converter) -> converter == ours || converter instanceof FormHttpMessageConverter)) {
				converters.clear();
				HttpMessageConverters.forClient()
					.registerDefaults()
					.withJsonConverter(ours)
					.build()
					.forEach(converters::add);
			}
		}

	}

	/**
	 * For groups on {@code WebClient}.
	 */
	static class OnWebClient implements WebClientHttpServiceGroupConfigurer {

		private final HttpServiceNaming naming;

		OnWebClient(ObjectProvider<JsonMapper> mappers, Environment environment) {
			this.naming = new HttpServiceNaming(mappers, environment, "spring.http.codecs.preferred-json-mapper");
		}

		@Override
		public int getOrder() {
			return ORDER;
		}

		@Override
		public void configureGroups(Groups<WebClient.Builder> groups) {
			this.naming.configure(groups,
					(client, mapper) -> client.codecs((codecs) -> use(mapper, codecs.defaultCodecs())));
		}

		private static void use(JsonMapper mapper, DefaultCodecs codecs) {
			codecs.jacksonJsonEncoder(new JacksonJsonEncoder(mapper));
			codecs.jacksonJsonDecoder(new JacksonJsonDecoder(mapper));
		}

	}

}
