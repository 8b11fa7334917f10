package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FutureMono}.
 */
class FutureMonoTests {

	@Test
	void valueThatIsThere() {
		Mono<String> mono = FutureMono.of(CompletableFuture.completedFuture("there"));
		StepVerifier.create(mono).expectNext("there").verifyComplete();
		StepVerifier.create(FutureMono.of(CompletableFuture.completedFuture(null))).verifyComplete();
	}

	@Test
	void valueThatComes() {
		CompletableFuture<String> future = new CompletableFuture<>();
		StepVerifier.create(FutureMono.of(future))
			.then(() -> future.complete("late"))
			.expectNext("late")
			.verifyComplete();
		CompletableFuture<String> none = new CompletableFuture<>();
		StepVerifier.create(FutureMono.of(none)).then(() -> none.complete(null)).verifyComplete();
	}

	@Test
	void errorIsNotWrapped() {
		IllegalStateException error = new IllegalStateException();
		CompletableFuture<String> future = CompletableFuture.<String>failedFuture(error).thenApply(String::trim);
		StepVerifier.create(FutureMono.of(future)).verifyErrorSatisfies((ex) -> assertThat(ex).isSameAs(error));
	}

	@Test
	void whoGoesCancels() {
		CompletableFuture<String> future = new CompletableFuture<>();
		Disposable waiting = FutureMono.of(future).subscribe();
		assertThat(future).isNotDone();
		waiting.dispose();
		assertThat(future).isCancelled();
	}

}
