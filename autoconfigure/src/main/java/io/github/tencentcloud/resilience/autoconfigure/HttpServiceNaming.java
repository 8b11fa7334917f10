package io.github.tencentcloud.resilience.autoconfigure;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.CodecConfigurer.DefaultCodecs;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Makes annotated interfaces speak UpperCamelCase, as all of the vendor's APIs do: with
 * the application's own {@code JsonMapper}, but for the names of properties. A property
 * or a type that says its name itself keeps it.
 */
class HttpServiceNaming implements WebClientHttpServiceGroupConfigurer {

	private static final String PREFERRED_MAPPER = "spring.http.codecs.preferred-json-mapper";

	private final ObjectProvider<JsonMapper> mappers;

	private final Environment environment;

	HttpServiceNaming(ObjectProvider<JsonMapper> mappers, Environment environment) {
		this.mappers = mappers;
		this.environment = environment;
	}

	/**
	 * Right after Boot's configurer, which gives the group the codecs of the application.
	 * One that says no order comes later.
	 */
	@Override
	public int getOrder() {
		return 1;
	}

	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		SingletonSupplier<JsonMapper> mapper = SingletonSupplier.ofNullable(this::mapper);
		groups.filter(HttpServiceNaming::isAnnotated).forEachClient((group, client) -> {
			JsonMapper renaming = mapper.get();
			if (renaming != null) {
				client.codecs((codecs) -> use(renaming, codecs.defaultCodecs()));
			}
		});
	}

	private static void use(JsonMapper mapper, DefaultCodecs codecs) {
		codecs.jacksonJsonEncoder(new JacksonJsonEncoder(mapper));
		codecs.jacksonJsonDecoder(new JacksonJsonDecoder(mapper));
	}

	/** From the one that Boot's codecs have, if they have one. */
	private @Nullable JsonMapper mapper() {
		JsonMapper mapper = this.environment.getProperty(PREFERRED_MAPPER, "jackson").equals("jackson")
				? this.mappers.getIfUnique() : null;
		return (mapper != null)
				? mapper.rebuild().propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE).build() : null;
	}

	private static boolean isAnnotated(HttpServiceGroup group) {
		return group.httpServiceTypes().stream().anyMatch(HttpServiceNaming::isAnnotated);
	}

	private static boolean isAnnotated(Class<?> type) {
		return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(TencentCloudProduct.class)
				|| !MethodIntrospector
					.selectMethods(type,
							(Method method) -> MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
								.isPresent(TencentCloudAction.class))
					.isEmpty();
	}

}
