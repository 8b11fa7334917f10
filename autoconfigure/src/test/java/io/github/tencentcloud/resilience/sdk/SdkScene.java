package io.github.tencentcloud.resilience.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;
import io.github.tencentcloud.resilience.webclient.RawServer;

/**
 * An application with the SDK and nothing else, and a server that answers as a test says:
 * one answer after the other, and then with success.
 */
final class SdkScene implements AutoCloseable {

	static final String ID = "AKIDsdk000000000001";

	static final String KEY = "key1";

	static final Credential CREDENTIAL = new Credential(ID, KEY);

	private final Queue<RawServer.Script> answers = new ConcurrentLinkedQueue<>();

	private final List<RawServer.Exchange> received = new CopyOnWriteArrayList<>();

	private volatile RawServer.Script otherwise = content("\"TotalCount\":1");

	private final RawServer server = new RawServer((exchange) -> {
		this.received.add(exchange);
		RawServer.Script answer = this.answers.poll();
		((answer != null) ? answer : this.otherwise).answer(exchange);
	});

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final Map<String, Object> properties = new HashMap<>();

	SdkScene() {
		set("tencentcloud.resilience.products.cvm.host", "127.0.0.1:" + this.server.port());
		set("tencentcloud.resilience.policies.throttled.delay", "1ms");
		set("tencentcloud.resilience.policies.transient.delay", "1ms");
		set("tencentcloud.resilience.policies.network.delay", "1ms");
		set("tencentcloud.resilience.retry-budget.enabled", "false");
	}

	static RawServer.Script content(String members) {
		return (exchange) -> exchange
			.json("{\"Response\":{" + members + ",\"RequestId\":\"r-" + exchange.number() + "\"}}");
	}

	static RawServer.Script error(String code) {
		return (exchange) -> exchange.json("{\"Response\":{\"Error\":{\"Code\":\"" + code
				+ "\",\"Message\":\"as the server says\"},\"RequestId\":\"r-" + exchange.number() + "\"}}");
	}

	SdkScene set(String property, Object value) {
		this.properties.put(property, value);
		return this;
	}

	/** All products are called here. */
	SdkScene endpoint() {
		this.properties.remove("tencentcloud.resilience.products.cvm.host");
		return set("tencentcloud.resilience.endpoint", "http://127.0.0.1:" + this.server.port());
	}

	SdkScene answers(RawServer.Script... answers) {
		this.answers.addAll(List.of(answers));
		return this;
	}

	SdkScene always(RawServer.Script answer) {
		this.otherwise = answer;
		return this;
	}

	SdkScene start() {
		return start((beans) -> {
		});
	}

	SdkScene start(Consumer<GenericApplicationContext> beans) {
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("the scene's own", this.properties));
		this.context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
		beans.accept(this.context);
		this.context.register(Configurations.getClasses(
				AutoConfigurations.of(MetricsAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class)));
		this.context.refresh();
		return this;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	String host() {
		return "127.0.0.1:" + this.server.port();
	}

	/** A profile whose clients call the server of this scene. */
	ClientProfile profile() {
		ClientProfile profile = bean(ClientProfile.class);
		profile.getHttpProfile().setProtocol("http://");
		profile.getHttpProfile().setEndpoint(host());
		return profile;
	}

	CommonClient client() {
		return client(profile());
	}

	static CommonClient client(ClientProfile profile) {
		return new CommonClient("cvm", "2017-03-12", CREDENTIAL, "ap-guangzhou", profile);
	}

	List<RawServer.Exchange> received() {
		return this.received;
	}

	RawServer server() {
		return this.server;
	}

	double count(String meter, String... tags) {
		return bean(MeterRegistry.class).find(meter).tags(tags).meters().stream().mapToDouble((found) -> {
			double count = 0;
			for (io.micrometer.core.instrument.Measurement measurement : found.measure()) {
				if (measurement.getStatistic() == io.micrometer.core.instrument.Statistic.COUNT) {
					count += measurement.getValue();
				}
			}
			return count;
		}).sum();
	}

	@Override
	public void close() {
		this.context.close();
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
