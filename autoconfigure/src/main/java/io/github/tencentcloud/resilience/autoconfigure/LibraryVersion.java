package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The version of the library, as its build wrote it down.
 */
final class LibraryVersion {

	private LibraryVersion() {
	}

	static @Nullable String get() throws IOException {
		return PropertiesLoaderUtils.loadProperties(new ClassPathResource("version.properties", LibraryVersion.class))
			.getProperty("version");
	}

}
