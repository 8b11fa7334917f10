package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Calls and credentials for tests.
 */
public final class Calls {

	public static final Duration LIMIT = Duration.ofSeconds(20);

	public static final String SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

	public static final String SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

	public static final String TOKEN = "token-of-the-tests-4711-EXAMPLE";

	public static final String HOST = "cvm.tencentcloudapi.com";

	private Calls() {
	}

	public static TencentCloudCredentials credentials() {
		return TencentCloudCredentials.of(SECRET_ID, SECRET_KEY);
	}

	public static TencentCloudCredentials credentials(String name) {
		return TencentCloudCredentials.of("AKID" + name, "key of " + name, "token of " + name);
	}

	public static TencentCloudCall call() {
		return call(HOST);
	}

	public static TencentCloudCall call(String host) {
		return new TencentCloudCall("cvm", "DescribeInstances", "2017-03-12", "ap-guangzhou", host, "POST");
	}

	public static TencentCloudCall callOf(String account) {
		return new TencentCloudCall("cvm", "DescribeInstances", "2017-03-12", "ap-guangzhou", HOST, "POST", account);
	}

	/** What a stage results in; its error as it is. */
	public static <T> T get(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException error) ? error : new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
