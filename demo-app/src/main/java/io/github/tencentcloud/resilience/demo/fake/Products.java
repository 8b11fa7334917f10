package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.github.tencentcloud.resilience.test.ReceivedRequest;

/**
 * All products of the fake API. They share a port, so a request's product is recognised
 * by the host's first label ({@code sms.tencentcloudapi.com}), else by the scope of its
 * signature ({@code …/sms/tc3_request}), else by its version, which no two of them share.
 */
class Products {

	private final List<Product> products = all();

	static List<Product> all() {
		return List.of(SmsApi.product(), CccApi.product(), LcicApi.product(), AdpApi.product(), LkeApi.product(),
				LkeapApi.product(), CamApi.product(), CvmApi.product());
	}

	/**
	 * Finds the action that a request asks for.
	 * @param request the request
	 * @return the action
	 * @throws ApiError if there is none
	 */
	Action action(ReceivedRequest request) {
		Optional<Product> named = find((product) -> !request.product().isEmpty() && request.isFor(product.name()));
		Product product = named.or(() -> find((candidate) -> candidate.version().equals(request.version())))
			.orElseThrow(() -> noSuchVersion(request));
		Action action = product.action(request.action());
		if (!product.version().equals(request.version())) {
			throw noSuchVersion(request);
		}
		if (action == null) {
			throw new ApiError("InvalidAction",
					"The request action=`%s` is invalid or is not supported.".formatted(request.action()));
		}
		return action;
	}

	private Optional<Product> find(Predicate<Product> predicate) {
		return this.products.stream().filter(predicate).findFirst();
	}

	private static ApiError noSuchVersion(ReceivedRequest request) {
		return new ApiError("NoSuchVersion",
				"The request API version `%s` does not exist.".formatted(request.version()));
	}

}
