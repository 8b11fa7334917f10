package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import reactor.core.publisher.Flux;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.sdk.TencentCloudSdk;

/**
 * Makes many calls over HTTP, so many at a time. Each client is one of an application
 * with Actuator and Prometheus, made by Boot's builder if it has one.
 */
interface LoopbackClient {

	/** A client whose answer gets lost ends with an error. */
	Duration LIMIT = Duration.ofMinutes(5);

	void call(int times, int concurrency);

	/**
	 * The ways to make the calls.
	 */
	enum Kind {

		/** Nothing but the client. */
		BARE,

		/** A filter that only reads the verdict. */
		VERDICT,

		/** The filter as the starter configures it. */
		STARTER,

		/** The same, with signatures. */
		STARTER_SIGNED,

		/** Nothing but the client. */
		REST_BARE,

		/** An interceptor that reads the tree. */
		REST_HAND_WRITTEN,

		/** The client as the starter configures it. */
		REST_STARTER,

		/** The vendor's SDK, which always signs. */
		SDK,

		/** The same through the starter's door. */
		SDK_STARTER;

		boolean isRest() {
			return name().startsWith("REST");
		}

		boolean isSdk() {
			return name().startsWith("SDK");
		}

		/** What it is compared with. */
		Kind bare() {
			return isRest() ? REST_BARE : isSdk() ? SDK : BARE;
		}

		private boolean isGuarded() {
			return name().contains("STARTER");
		}

		LoopbackClient client(int port) {
			URI address = URI.create("http://127.0.0.1:" + port + "/");
			ConfigurableApplicationContext context = Application.start(properties(port).toArray(String[]::new));
			if (isSdk()) {
				return new Blocking(sdk(context, port));
			}
			if (isRest()) {
				return new Blocking(rest(context, address));
			}
			WebClient.Builder builder = context.getBean(WebClient.Builder.class);
			warmUpAnother(builder.clone(), port);
			Consumer<WebClient.Builder> verdict = (it) -> it.filter(new VerdictFilter());
			Calls calls = new Calls(builder, address, (this == VERDICT) ? verdict : (it) -> {
			});
			return (times, concurrency) -> Flux.range(0, times)
				.flatMap((i) -> calls.call(), concurrency)
				.blockLast(LIMIT);
		}

		private List<String> properties(int port) {
			List<String> properties = new ArrayList<>();
			if (!isGuarded()) {
				properties.add(Application.WITHOUT_STARTER);
			}
			else {
				properties.add("tencentcloud.resilience.products.cvm.host=127.0.0.1:" + port);
			}
			if (this == STARTER_SIGNED) {
				properties.add("tencentcloud.credentials.secret-id=AKIDEXAMPLE");
				properties.add("tencentcloud.credentials.secret-key=an-example-and-no-secret");
			}
			return properties;
		}

		/** Applications call others too, with filters of their own. */
		private static void warmUpAnother(WebClient.Builder builder, int port) {
			Calls calls = new Calls(builder, URI.create("http://localhost:" + port + "/"),
					(it) -> it.filter((request, next) -> next.exchange(request)));
			Flux.range(0, 20_000).flatMap((i) -> calls.call(), LoopbackTurns.CONCURRENCY).blockLast(LIMIT);
		}

		private Callable<?> rest(ConfigurableApplicationContext context, URI address) {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			if (this == REST_HAND_WRITTEN) {
				builder.bufferContent((uri, method) -> true).requestInterceptor(handWritten());
			}
			RestClient client = builder.build();
			return () -> client.post()
				.uri(address)
				.header("X-TC-Action", "DescribeInstances")
				.header("X-TC-Version", "2017-03-12")
				.header("X-TC-Region", "ap-guangzhou")
				.contentType(MediaType.APPLICATION_JSON)
				.body("{\"Limit\":20}")
				.retrieve()
				.body(Envelope.class);
		}

		private static ClientHttpRequestInterceptor handWritten() {
			HandWrittenFilter filter = new HandWrittenFilter();
			return (request, body, execution) -> {
				ClientHttpResponse response = execution.execute(request, body);
				filter.check(response.getBody().readAllBytes());
				return response;
			};
		}

		private Callable<?> sdk(ConfigurableApplicationContext context, int port) {
			HttpProfile http = new HttpProfile();
			http.setProtocol(HttpProfile.REQ_HTTP);
			http.setEndpoint("127.0.0.1:" + port);
			ClientProfile profile = new ClientProfile(ClientProfile.SIGN_TC3_256, http);
			CvmClient client = new CvmClient(new Credential("AKIDEXAMPLE", "an-example-and-no-secret"), "ap-guangzhou",
					(this == SDK_STARTER) ? context.getBean(TencentCloudSdk.class).guard(profile) : profile);
			return () -> client.DescribeInstances(new DescribeInstancesRequest());
		}

	}

	/**
	 * Calls that block: a thread for each at a time.
	 */
	final class Blocking implements LoopbackClient {

		private final Callable<?> way;

		private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});

		Blocking(Callable<?> way) {
			this.way = way;
		}

		@Override
		public void call(int times, int concurrency) {
			AtomicInteger left = new AtomicInteger(times);
			List<Future<?>> futures = new ArrayList<>();
			for (int i = 0; i < concurrency; i++) {
				futures.add(this.threads.submit(() -> call(left)));
			}
			for (Future<?> future : futures) {
				try {
					future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
				}
				catch (InterruptedException | ExecutionException | TimeoutException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

		private Object call(AtomicInteger left) throws Exception {
			Object last = null;
			while (left.getAndDecrement() > 0) {
				last = this.way.call();
			}
			return last;
		}

	}

}
