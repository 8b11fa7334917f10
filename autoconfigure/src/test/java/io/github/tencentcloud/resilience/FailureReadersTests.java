package io.github.tencentcloud.resilience;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Failures are read where the HTTP clients that others use are not on the class path.
 */
class FailureReadersTests {

	@ParameterizedTest
	@CsvSource({ "spring-webflux, 1", "spring-web, 0", "no such library, 2" })
	void clientThatIsNotThereIsLeftOut(String missing, int count) throws Exception {
		URL[] libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((path) -> !Path.of(path).getFileName().toString().startsWith(missing))
			.map(FailureReadersTests::url)
			.toArray(URL[]::new);
		try (URLClassLoader loader = new URLClassLoader(libraries, ClassLoader.getPlatformClassLoader())) {
			if (count < 2) {
				assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(
						() -> loader.loadClass("org.springframework.web.reactive.function.client.WebClientException"));
			}
			assertThat(of(loader, new IllegalStateException())).isEmpty();
			Object builder = loader.loadClass(TencentCloudApiException.class.getName())
				.getMethod("builder", String.class)
				.invoke(null, "A");
			Throwable error = (Throwable) builder.getClass().getMethod("build").invoke(builder);
			assertThat(of(loader, new IllegalStateException(error))).isPresent();
			assertThat(readers(loader)).hasSize(count);
		}
	}

	private static Optional<?> of(ClassLoader loader, Throwable error) throws ReflectiveOperationException {
		return (Optional<?>) loader.loadClass(TencentCloudFailure.class.getName())
			.getMethod("of", Throwable.class)
			.invoke(null, error);
	}

	private static List<?> readers(ClassLoader loader) throws ReflectiveOperationException {
		var field = loader.loadClass(FailureReaders.class.getName()).getDeclaredField("READERS");
		field.setAccessible(true);
		return (List<?>) field.get(null);
	}

	private static URL url(String path) {
		try {
			return Path.of(path).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(path, ex);
		}
	}

}
