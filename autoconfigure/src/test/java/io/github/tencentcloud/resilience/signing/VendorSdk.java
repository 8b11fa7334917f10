package io.github.tencentcloud.resilience.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/**
 * The vendor's SDK, whose requests are caught just before they would go out.
 */
final class VendorSdk {

	private final AtomicReference<Request> caught = new AtomicReference<>();

	private final OkHttpClient http = new OkHttpClient.Builder().addInterceptor(this::answer).build();

	/** Signs a POST of JSON. */
	Request json(TencentCloudCredentials credentials, String host, boolean unsigned, String payload) {
		return send(credentials, host, unsigned, "POST", (client) -> client.call("DescribeInstances", payload));
	}

	/** Signs a POST of bytes. */
	Request bytes(TencentCloudCredentials credentials, String host, boolean unsigned, byte[] payload) {
		return send(credentials, host, unsigned, "POST",
				(client) -> client.callOctetStream("DescribeInstances", new HashMap<>(), payload));
	}

	/** Signs a GET. */
	Request get(TencentCloudCredentials credentials, String host, boolean unsigned, Map<String, String> parameters) {
		return send(credentials, host, unsigned, "GET",
				(client) -> client.commonRequest(new Parameters(parameters), "DescribeInstances"));
	}

	static byte[] body(Request request) {
		try {
			Buffer buffer = new Buffer();
			if (request.body() != null) {
				request.body().writeTo(buffer);
			}
			return buffer.readByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Request send(TencentCloudCredentials credentials, String host, boolean unsigned, String method,
			Action action) {
		HttpProfile profile = new HttpProfile();
		profile.setEndpoint(host);
		profile.setReqMethod(method);
		profile.setHttpClient(this.http);
		ClientProfile clientProfile = new ClientProfile(ClientProfile.SIGN_TC3_256, profile);
		clientProfile.setUnsignedPayload(unsigned);
		Credential credential = new Credential(credentials.getSecretId(), credentials.getSecretKey(),
				credentials.getToken());
		try {
			action.run(new CommonClient("cvm", "2017-03-12", credential, "ap-guangzhou", clientProfile));
			return this.caught.getAndSet(null);
		}
		catch (TencentCloudSDKException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Response answer(Interceptor.Chain chain) {
		this.caught.set(chain.request());
		return new Response.Builder().request(chain.request())
			.protocol(Protocol.HTTP_1_1)
			.code(200)
			.message("OK")
			.body(ResponseBody.create(MediaType.get("application/json"), "{\"Response\":{\"RequestId\":\"1\"}}"))
			.build();
	}

	private interface Action {

		void run(CommonClient client) throws TencentCloudSDKException;

	}

	private static final class Parameters extends AbstractModel {

		private final Map<String, String> parameters;

		Parameters(Map<String, String> parameters) {
			this.parameters = parameters;
		}

		@Override
		protected void toMap(HashMap<String, String> map, String prefix) {
			map.putAll(this.parameters);
		}

	}

}
