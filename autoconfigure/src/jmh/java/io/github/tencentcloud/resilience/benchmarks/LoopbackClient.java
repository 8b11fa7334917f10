package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Makes many calls over HTTP, so many at a time.
 */
public interface LoopbackClient extends AutoCloseable {

	/** A client whose answer gets lost ends with an error. */
	Duration LIMIT = Duration.ofMinutes(1);

	void call(int times, int concurrency);

	@Override
	void close();

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

		/** The vendor's SDK, which always signs. */
		SDK;

		LoopbackClient client(int port, int concurrency) {
			URI address = URI.create("http://127.0.0.1:" + port + "/");
			String host = "tencentcloud.resilience.products.cvm.host=127.0.0.1:" + port;
			return switch (this) {
				case BARE -> new Reactive(Contender.BARE.client(connector(concurrency), address));
				case VERDICT -> new Reactive(Contender.VERDICT.client(connector(concurrency), address));
				case STARTER -> new Reactive(Contender.starter(connector(concurrency), address, Contender.UNOBSERVED, host));
				case STARTER_SIGNED -> new Reactive(Contender.starter(connector(concurrency), address, Contender.UNOBSERVED, host,
						"tencentcloud.credentials.secret-id=AKIDEXAMPLE",
						"tencentcloud.credentials.secret-key=an-example-and-no-secret"));
				case SDK -> new Sdk(port);
			};
		}

		private static ClientHttpConnector connector(int concurrency) {
			return new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.create("calls", concurrency)));
		}

	}

	/**
	 * Calls of a {@code WebClient}.
	 */
	record Reactive(Contender.Client client) implements LoopbackClient {

		@Override
		public void call(int times, int concurrency) {
			Flux.range(0, times).flatMap((i) -> this.client.call(), concurrency).blockLast(LIMIT);
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

	/**
	 * Calls of the vendor's SDK, which block: a thread for each at a time.
	 */
	final class Sdk implements LoopbackClient {

		private final CvmClient client;

		private final ExecutorService threads;

		Sdk(int port) {
			HttpProfile profile = new HttpProfile();
			profile.setProtocol(HttpProfile.REQ_HTTP);
			profile.setEndpoint("127.0.0.1:" + port);
			this.client = new CvmClient(new Credential("AKIDEXAMPLE", "an-example-and-no-secret"), "ap-guangzhou",
					new ClientProfile(ClientProfile.SIGN_TC3_256, profile));
			this.threads = Executors.newCachedThreadPool();
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

		private Object call(AtomicInteger left) throws TencentCloudSDKException {
			Object last = null;
			while (left.getAndDecrement() > 0) {
				last = this.client.DescribeInstances(new DescribeInstancesRequest());
			}
			return last;
		}

		@Override
		public void close() {
			this.threads.shutdownNow();
		}

	}

}
