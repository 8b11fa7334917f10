package io.github.tencentcloud.resilience.sdk;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what is sent and what comes back, where a profile asks for that, in place of the
 * SDK's own log, which only its own HTTP client has. It never shows a secret, nor a
 * query, which may hold some.
 */
final class SdkDebugLog implements Interceptor {

	private static final Logger logger = LoggerFactory.getLogger(SdkDebugLog.class);

	private static final Set<String> SECRETS = Set.of("authorization", "x-tc-token", "proxy-authorization", "cookie",
			"set-cookie");

	@Override
	public Response intercept(Chain chain) throws IOException {
		Request request = chain.request();
		HttpUrl url = request.url();
		logger.info("> {} {}://{}:{}{} {}", request.method(), url.scheme(), url.host(), url.port(), url.encodedPath(),
				text(request.headers()));
		Response response = chain.proceed(request);
		logger.info("< {} {}", response.code(), text(response.headers()));
		return response;
	}

	private static List<String> text(Headers headers) {
		return headers.names()
			.stream()
			.map((name) -> name + ": "
					+ (SECRETS.contains(name.toLowerCase(Locale.ROOT)) ? "***"
							: String.join(", ", headers.values(name))))
			.collect(Collectors.toList());
	}

}
