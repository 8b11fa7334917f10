package io.github.tencentcloud.resilience.scenarios;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import com.tencentcloudapi.common.AbstractClient;
import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.common.CommonRequest;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import okhttp3.OkHttpClient;
import okhttp3.Response;

import org.springframework.context.ApplicationContext;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.sdk.TencentCloudSdk;

/**
 * A client of the vendor's SDK, made with the profile that is a bean. What it gives back
 * before it is mapped is what a caller of the SDK never sees; errors are the causes of
 * the SDK's own, which say the same.
 */
final class SdkDoor implements Door {

	@Override
	public List<Class<?>> autoConfigurations() {
		return List.of();
	}

	/** Calls are signed anew only for an account that is known. */
	@Override
	public Map<String, Object> properties() {
		return Map.of("tencentcloud.credentials.accounts.sdk.secret-id", "AKIDsdk",
				"tencentcloud.credentials.accounts.sdk.secret-key", "keyOfSdk");
	}

	@Override
	public Client client(ApplicationContext context, ClientOptions options) {
		return new OverSdk(context, options);
	}

	@Override
	public boolean canBeInterrupted() {
		return false;
	}

	/** OkHttp refuses them before anybody sees the request. */
	@Override
	public boolean refusesLineBreaks() {
		return false;
	}

	@Override
	public boolean endsWhatIsLeft() {
		return false;
	}

	@Override
	public boolean unwraps() {
		return false;
	}

	@Override
	public boolean releasesBeforeTheEnd() {
		return false;
	}

	@Override
	public boolean handsOnOtherStatuses() {
		return false;
	}

	@Override
	public boolean signsItself() {
		return true;
	}

	@Override
	public String toString() {
		return "SDK";
	}

	private record OverSdk(ApplicationContext context, ClientOptions options) implements Client {

		@Override
		public CompletableFuture<Reply> send(Request request) {
			return RestClientDoor.onOwnThread(() -> {
				try (Response response = execute(request)) {
					return new Reply(response.code(), headers(response), response.body().bytes(), null);
				}
				catch (TencentCloudSDKException | IOException | RuntimeException ex) {
					Throwable cause = cause(ex);
					return new Reply((cause instanceof TencentCloudApiException error) ? error.getStatusCode() : 0,
							Map.of(), new byte[0], cause);
				}
			});
		}

		@Override
		public CompletableFuture<OpenReply> open(Request request) {
			return RestClientDoor.onOwnThread(() -> new OpenResponse(execute(request)));
		}

		/** The SDK's exception says the same as ours. */
		private static Throwable cause(Exception error) {
			if (!(error instanceof TencentCloudSDKException sdk) || error.getCause() == null) {
				return error;
			}
			TencentCloudFailure failure = TencentCloudFailure.of(error).orElseThrow();
			String requestId = (failure.requestId() != null) ? failure.requestId() : "";
			if (sdk.getRequestId() != null && !sdk.getRequestId().equals(requestId)) {
				throw new AssertionError("Another RequestId", error);
			}
			if (sdk.getErrorCode() != null && !sdk.getErrorCode().equals("ServerSideError")
					&& !sdk.getErrorCode().equals(failure.code())) {
				throw new AssertionError("Another code", error);
			}
			return error.getCause();
		}

		private Response execute(Request request) throws TencentCloudSDKException, IOException {
			ClientProfile profile = profile();
			profile.getHttpProfile().setEndpoint(request.uri().getRawAuthority());
			profile.getHttpProfile().setReqMethod(request.method());
			try (TencentCloudScope scope = TencentCloudScope
				.open((attributes) -> RestClientDoor.set(request.attributes(), attributes))) {
				return new RawClient(credential(), profile).send(request);
			}
		}

		/** That of the application, if it has a default account. */
		private Credential credential() {
			return (this.context.getEnvironment().containsProperty("tencentcloud.credentials.secret-id")
					|| this.context.getEnvironment().containsProperty("tencentcloud.credentials.from-sdk"))
							? this.context.getBean(Credential.class) : new Credential("AKIDsdk", "keyOfSdk");
		}

		private ClientProfile profile() {
			ClientProfile profile = this.context.getBean(ClientProfile.class);
			HttpProfile http = profile.getHttpProfile();
			http.setProtocol(HttpProfile.REQ_HTTP);
			if (!this.options.header().isEmpty()) {
				http.setHttpClient(new OkHttpClient.Builder().addInterceptor((chain) -> chain.proceed(
						chain.request().newBuilder().header(this.options.header(), this.options.value().get()).build()))
					.build());
			}
			if (this.options.guardedTwice()) {
				http.setHttpClient(http.getHttpClient());
				this.context.getBean(TencentCloudSdk.class).guard(profile);
			}
			return profile;
		}

		private static Map<String, String> headers(Response response) {
			Map<String, String> headers = new TreeMap<>();
			response.headers().names().forEach((name) -> headers.put(name, response.header(name)));
			return Reply.headers(headers);
		}

		@Override
		public void close() {
			// The connections are the application's.
		}

	}

	private static final class RawClient extends AbstractClient {

		RawClient(Credential credential, ClientProfile profile) {
			super("cvm.tencentcloudapi.com", "2017-03-12", credential, null, profile);
		}

		Response send(Request request) throws TencentCloudSDKException, IOException {
			return internalRequestRaw(new Model(request), request.headers().get("X-TC-Action"));
		}

	}

	/** Parameters that are sent in their own order, or as a query. */
	private static final class Model extends AbstractModel {

		private final LinkedHashMap<String, Object> parameters = new LinkedHashMap<>();

		private final Request request;

		Model(Request request) {
			this.request = request;
			Map<String, String> headers = new LinkedHashMap<>(request.headers());
			headers.keySet().removeAll(List.of("X-TC-Action", "Content-Type"));
			SetHeader(headers);
			if (request.body().length > 0) {
				String text = new String(request.body(), StandardCharsets.UTF_8);
				HashMap<String, Object> parsed = new CommonRequest(text).any();
				parsed.keySet()
					.stream()
					.sorted(Comparator.comparingInt((name) -> text.indexOf('"' + name + '"')))
					.forEach((name) -> this.parameters.put(name, parsed.get(name)));
			}
		}

		@Override
		public HashMap<String, Object> any() {
			return this.parameters;
		}

		@Override
		protected void toMap(HashMap<String, String> map, String prefix) {
			String query = this.request.uri().getRawQuery();
			if (query != null) {
				for (String parameter : query.split("&")) {
					String[] parts = StringUtils.split(parameter, "=");
					map.put(parts[0], parts[1]);
				}
			}
		}

	}

	private record OpenResponse(Response response) implements OpenReply {

		@Override
		public int status() {
			return this.response.code();
		}

		@Override
		public Map<String, String> headers() {
			return OverSdk.headers(this.response);
		}

		@Override
		public InputStream body() {
			return this.response.body().byteStream();
		}

	}

}
