package io.github.tencentcloud.resilience.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.signing.RequestSigner;

/**
 * Says in one line which calls are guarded and how, once all beans have been created. So
 * nobody has to guess why a call is not guarded, or where it goes.
 */
class StartUpLine implements SmartInitializingSingleton {

	/** Of this library when it starts; a name of its own, so that it can be silenced. */
	static final String LOGGER = "io.github.tencentcloud.resilience.startup";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	/** The most products that are named. */
	private static final int MAX_PRODUCTS = 5;

	private final @Nullable String version;

	private final TencentCloudResilienceProperties properties;

	private final SigningProperties signing;

	private final ObjectProvider<Engine> engine;

	private final ObjectProvider<Door> doors;

	private final boolean ownHosts;

	/**
	 * Create the line.
	 * @param version the version of the library, or {@code null} if it is not known
	 * @param properties what is configured
	 * @param signing what is configured for signatures
	 * @param engine tells whether there is anything to sign with
	 * @param doors whose calls are let in
	 * @param ownHosts whether the application says itself which hosts are meant
	 */
	StartUpLine(@Nullable String version, TencentCloudResilienceProperties properties, SigningProperties signing,
			ObjectProvider<Engine> engine, ObjectProvider<Door> doors, boolean ownHosts) {
		this.version = version;
		this.properties = properties;
		this.signing = signing;
		this.engine = engine;
		this.doors = doors;
		this.ownHosts = ownHosts;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (logger.isInfoEnabled()) {
			logger.info("tencentcloud-resilience {}: {}", (this.version != null) ? this.version : "(unknown version)",
					text());
		}
	}

	private String text() {
		Engine engine = this.engine.getObject();
		String endpoint = each(this.properties.endpoint(), ProductProperties::endpoint);
		return "mode=" + mode() + ", hosts=" + hosts() + (endpoint.isEmpty() ? "" : ", endpoint=" + endpoint)
				+ ", doors=" + doors() + ", signing=" + signing(engine) + ", unwrap="
				+ each((this.properties.unwrap() != null) ? onOff(this.properties.unwrap()) : "interfaces",
						(product) -> onOff(product.unwrap()));
	}

	private String doors() {
		return this.doors.orderedStream().map(Door::name).collect(Collectors.joining(" "));
	}

	private String mode() {
		return this.properties.enabled() ? each(this.properties.mode().value(),
				(product) -> (product.mode() != null) ? product.mode().value() : null) : "disabled";
	}

	private String hosts() {
		return this.ownHosts ? "(decided by the application's own TargetHosts)"
				: each(String.join(" ", this.properties.hosts()), ProductProperties::host);
	}

	private String signing(Engine engine) {
		if (engine.isSigning()) {
			String endpoint = this.properties.endpoint();
			return each((endpoint != null) ? signing(endpoint) : "on",
					(product) -> (product.endpoint() != null) ? signing(product.endpoint()) : null);
		}
		return this.signing.enabled()
				? "off (no credentials: set tencentcloud.credentials.secret-id and .secret-key to have requests signed)"
				: "off";
	}

	private static String signing(String endpoint) {
		return RequestSigner.isPrivate(URI.create(endpoint.trim())) ? "on"
				: "off (signatures could be read on their way to the endpoint: use https)";
	}

	/** What applies to all products, and in parentheses where it differs for one. */
	private String each(@Nullable String all, Function<ProductProperties, @Nullable String> ofProduct) {
		Map<String, String> others = new TreeMap<>();
		this.properties.products().forEach((name, product) -> {
			String own = ofProduct.apply(product);
			if (own != null && !own.equals(all)) {
				others.put(name, own);
			}
		});
		String text = (all != null) ? all : "";
		return others.isEmpty() ? text : (text + " (" + list(others) + ")").trim();
	}

	private static String list(Map<String, String> products) {
		List<String> entries = products.entrySet()
			.stream()
			.limit(MAX_PRODUCTS)
			.map((entry) -> entry.getKey() + ": " + entry.getValue())
			.collect(Collectors.toList());
		if (products.size() > MAX_PRODUCTS) {
			entries.add("and " + (products.size() - MAX_PRODUCTS) + " more");
		}
		return String.join(", ", entries);
	}

	private static @Nullable String onOff(@Nullable Boolean value) {
		return (value == null) ? null : value ? "on" : "off";
	}

}
