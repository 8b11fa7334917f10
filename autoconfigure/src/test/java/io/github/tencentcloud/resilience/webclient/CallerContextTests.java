package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what inner filters find on the thread that runs them: in each attempt what
 * they find in the first, which the caller's thread sends.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallerContextTests {

	private static final String KEY = CallerContextTests.class.getName();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	@AfterEach
	void clear() {
		MDC.clear();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource
	void mdcIsThereInEachAttempt(Connector connector) throws IOException {
		MDC.put("user", "u-1");
		try (Scene scene = retried(connector)) {
			assertThat(read(scene, this::mdc)).isEqualTo(Scene.OK);
		}
		assertThat(this.seen).containsExactly("u-1", "u-1", "u-1");
		assertThat(this.threads.subList(1, 3)).doesNotContain(Thread.currentThread());
	}

	@Test
	void mdcIsThereWithAutomaticPropagationToo() throws IOException {
		Hooks.enableAutomaticContextPropagation();
		MDC.put("user", "u-1");
		try (Scene scene = retried(Connector.REACTOR)) {
			assertThat(read(scene, this::mdc)).isEqualTo(Scene.OK);
		}
		assertThat(this.seen).containsExactly("u-1", "u-1", "u-1");
	}

	@Test
	void mdcIsThatOfTheCallerAndNotThatOfAnother() throws IOException {
		try (Scene scene = retried(Connector.REACTOR)) {
			Mono<String> call = call(scene, this::mdc);
			MDC.put("user", "who has made it");
			call.subscribeOn(Schedulers.boundedElastic()).doFirst(() -> MDC.put("user", "another")).block(Scene.LIMIT);
		}
		assertThat(this.seen).containsExactly("null", "null", "null");
	}

	@Test
	void threadIsLeftAsItWas() {
		MDC.put("user", "u-1");
		CallerContext caller = new CallerContextFactory().capture();
		MDC.clear();
		caller.run(this::mdc);
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		MDC.put("user", "another");
		MDC.put("more", "m");
		assertThatIllegalStateException().isThrownBy(() -> caller.run(() -> {
			mdc();
			throw new IllegalStateException();
		}));
		assertThat(this.seen).containsExactly("u-1", "u-1");
		assertThat(MDC.getCopyOfContextMap()).hasSize(2).containsEntry("user", "another").containsEntry("more", "m");
	}

	@Test
	void mdcIsThereAfterAWait() {
		MDC.put("user", "u-1");
		TestFilter filter = TestFilter.builder()
			.gate((call, attempt, now, deadline) -> Mono.delay(Duration.ofMillis(100)).toFuture())
			.build();
		filter.call("DescribeInstances", (request) -> {
			mdc();
			return InMemory.answer(Scene.OK);
		}).block(Scene.LIMIT);
		assertThat(this.seen).containsExactly("u-1");
		assertThat(this.threads).doesNotContain(Thread.currentThread());
	}

	@Test
	void whatIsRegisteredWithMicrometerIsThere() throws IOException {
		ThreadLocal<String> tenant = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, tenant);
		tenant.set("t-1");
		try (Scene scene = retried(Connector.REACTOR)) {
			read(scene, () -> this.seen.add(String.valueOf(tenant.get())));
		}
		assertThat(this.seen).containsExactly("t-1", "t-1", "t-1");
	}

	@Test
	void observationOfTheCallerIsThere() throws IOException {
		Traces traces = new Traces();
		Observation around = Observation.createNotStarted("around", traces.registry);
		around.observe(() -> {
			try (Scene scene = retried(Connector.REACTOR, (builder) -> builder.observations(traces.registry))) {
				read(scene, () -> this.seen.add(traces.registry.getCurrentObservation().getContext().getName()));
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		});
		assertThat(this.seen).containsExactly("around", "around", "around");
	}

	@Test
	void accessorThatThrowsTouchesNoCall(CapturedOutput log) throws IOException {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new Broken());
		MDC.put("user", "u-1");
		try (Scene scene = retried(Connector.REACTOR)) {
			assertThat(read(scene, this::mdc)).isEqualTo(Scene.OK);
			assertThat(read(scene, this::mdc)).isEqualTo(Scene.OK);
		}
		assertThat(this.seen).hasSize(6).containsOnly("u-1");
		assertThat(log.getAll().split("cannot be propagated", -1)).hasSize(2);
	}

	private Scene retried(Connector connector) {
		return retried(connector, (builder) -> {
		});
	}

	private static Scene retried(Connector connector, Consumer<TestFilter.Builder> customizer) {
		return Scene
			.of(connector,
					(exchange) -> exchange
						.json((exchange.number() % 3 != 0) ? Scene.error("RequestLimitExceeded") : Scene.OK),
					customizer);
	}

	private String read(Scene scene, Runnable look) {
		return call(scene, look).block(Scene.LIMIT);
	}

	private static Mono<String> call(Scene scene, Runnable look) {
		ExchangeFilterFunction inner = (request, next) -> {
			look.run();
			return next.exchange(request);
		};
		return scene.client.mutate()
			.filter(inner)
			.build()
			.post()
			.header("X-TC-Action", "DescribeInstances")
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
	}

	private void mdc() {
		this.threads.add(Thread.currentThread());
		this.seen.add(String.valueOf(MDC.get("user")));
	}

	private static final class Broken implements ThreadLocalAccessor<String> {

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public String getValue() {
			throw new IllegalStateException("accessor");
		}

		@Override
		public void setValue(String value) {
			throw new IllegalStateException("accessor");
		}

		@Override
		public void setValue() {
			throw new IllegalStateException("accessor");
		}

	}

}
