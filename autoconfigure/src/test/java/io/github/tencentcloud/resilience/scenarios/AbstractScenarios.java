package io.github.tencentcloud.resilience.scenarios;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios: each of them has a server, and starts an application that calls it.
 */
@Tag("integration")
@ParameterizedClass(name = "{0}")
@MethodSource("io.github.tencentcloud.resilience.scenarios.Doors#all")
abstract class AbstractScenarios {

	/** The most that anything here may take. */
	static final Duration LIMIT = Duration.ofSeconds(20);

	/** The first call of a door loads so many classes that no short limit would hold. */
	private static final Set<String> warm = ConcurrentHashMap.newKeySet();

	@Parameter
	Door door;

	/** Where calls go. */
	final Server server = new Server();

	/** Another host, where there are two. */
	final Server other = new Server();

	private final Deque<Application> applications = new ArrayDeque<>();

	@BeforeEach
	void warmUp() {
		if (warm.add(this.door.toString())) {
			try (Server server = new Server().answers(Answers.error("ResourceInUse"));
					Application application = Application.start(this.door, ClientOptions.DEFAULT,
							Map.of("server", server), "", (context) -> {
							})) {
				assertThat(application.call(Request.read()).error()).isNull();
			}
		}
	}

	@AfterEach
	void close() {
		while (!this.applications.isEmpty()) {
			this.applications.pop().close();
		}
		this.server.close();
		this.other.close();
	}

	/**
	 * Start an application.
	 * @param yaml its {@code application.yml}
	 */
	Application start(String yaml) {
		return start(ClientOptions.DEFAULT, yaml);
	}

	/** Start an application with a client that is different in something. */
	Application start(ClientOptions options, String yaml) {
		return start(options, yaml, (context) -> {
		});
	}

	/** Start an application with beans of its own. */
	Application start(ClientOptions options, String yaml, Consumer<GenericApplicationContext> beans) {
		Application application = Application.start(this.door, options,
				Map.of("server", this.server, "other", this.other), yaml, beans);
		this.applications.push(application);
		return application;
	}

	/** The caller got the answer of the server as it came. */
	static void assertSucceeded(Reply reply, String requestId) {
		assertThat(reply.error()).isNull();
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.text()).contains("\"RequestId\":\"" + requestId + "\"");
	}

	/**
	 * The caller got an error of the client's own, which the library knows more about.
	 */
	static void assertBroken(Reply reply, String code, String requestId, int attempts) {
		assertThat(reply.error()).as(reply.text()).isNotNull();
		Reply.Told told = reply.told();
		assertThat(told.code()).isEqualTo(code);
		assertThat(told.requestId()).isEqualTo(requestId);
		assertThat(told.attempts()).isEqualTo(attempts);
	}

	/**
	 * The caller got an error of the library.
	 * @param reply what the caller got
	 * @param type the simple name of the exception
	 * @param code its code
	 * @param requestId its RequestId, or {@code null}
	 * @param attempts how many attempts were made
	 */
	static void assertFailed(Reply reply, String type, String code, String requestId, int attempts) {
		assertThat(reply.error()).as(reply.text()).isNotNull();
		assertThat(reply.error().getClass().getSimpleName()).isEqualTo(type);
		assertBroken(reply, code, requestId, attempts);
	}

	/** For what comes to pass on another thread, after the caller has had its answer. */
	static void eventually(Runnable assertion) {
		Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).untilAsserted(assertion::run);
	}

}
