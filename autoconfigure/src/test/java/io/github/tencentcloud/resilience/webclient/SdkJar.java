package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tencentcloudapi.common.Credential;

/**
 * The vendor's SDK on the class path.
 */
public final class SdkJar {

	private SdkJar() {
	}

	public static JarFile open() {
		try {
			return new JarFile(
					Path.of(Credential.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The vendor's SDK cannot be read", ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The vendor's SDK cannot be found", ex);
		}
	}

	/** The entries for classes whose whole names match, and what their groups found. */
	public static List<MatchResult> classes(Pattern name) {
		try (JarFile jar = open()) {
			return jar.stream()
				.map(JarEntry::getName)
				.map(name::matcher)
				.filter(Matcher::matches)
				.map(Matcher::toMatchResult)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The vendor's SDK cannot be closed", ex);
		}
	}

	/** The class of an entry. */
	public static Class<?> type(String entry) {
		String name = entry.replace('/', '.').replace(".class", "");
		try {
			return Class.forName(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("The vendor's SDK has no class '" + name + "'", ex);
		}
	}

}
