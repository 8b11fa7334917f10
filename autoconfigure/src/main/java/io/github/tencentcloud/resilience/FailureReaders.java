package io.github.tencentcloud.resilience;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;

/**
 * The readers of the HTTP clients that are on the class path, looked up once.
 */
final class FailureReaders {

	private static final List<FailureReader> READERS = load();

	private FailureReaders() {
	}

	static @Nullable TencentCloudFailure read(Throwable throwable) {
		for (FailureReader reader : READERS) {
			TencentCloudFailure failure = reader.read(throwable);
			if (failure != null) {
				return failure;
			}
		}
		return null;
	}

	private static List<FailureReader> load() {
		List<FailureReader> readers = new ArrayList<>();
		Iterator<ServiceLoader.Provider<FailureReader>> providers = ServiceLoader
			.load(FailureReader.class, FailureReader.class.getClassLoader())
			.stream()
			.iterator();
		while (providers.hasNext()) {
			add(providers.next(), readers);
		}
		return List.copyOf(readers);
	}

	private static void add(ServiceLoader.Provider<FailureReader> provider, List<FailureReader> readers) {
		try {
			readers.add(provider.get());
		}
		catch (ServiceConfigurationError | LinkageError ex) {
			// Its HTTP client is not present, so it has no exceptions either.
		}
	}

}
