package io.github.tencentcloud.resilience.demo;

import org.springframework.http.HttpMethod;

/**
 * One call of an action.
 *
 * @param <T> what the action answers
 * @param method POST with a JSON body, or GET with a query
 * @param product the product, for example {@code sms}
 * @param version the version of the product's API
 * @param action the action, for example {@code SendSms}
 * @param parameters a record marked with {@link Payload} for POST, a query string for GET
 * @param type what the action answers
 */
record Call<T>(HttpMethod method, String product, String version, String action, Object parameters, Class<T> type) {

	static <T> Call<T> post(String product, String version, String action, Object body, Class<T> type) {
		return new Call<>(HttpMethod.POST, product, version, action, body, type);
	}

	static <T> Call<T> get(String product, String version, String action, String query, Class<T> type) {
		return new Call<>(HttpMethod.GET, product, version, action, query, type);
	}

}
