package io.github.tencentcloud.resilience.test;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * The fake as a program, for other languages and for trying things out by hand. It
 * succeeds with everything that has no stub.
 */
final class FakeTencentCloudProgram {

	private static final String PORT = "port";

	private static final String SECRET_ID = "secret-id";

	private static final String SECRET_KEY = "secret-key";

	private static final String STUBS = "stubs";

	static final Set<String> OPTIONS = Set.of(PORT, SECRET_ID, SECRET_KEY, STUBS);

	private static final int DEFAULT_PORT = 8089;

	/** What runs for days must not keep everything. */
	private static final int MOST_REQUESTS = 10_000;

	private FakeTencentCloudProgram() {
	}

	/**
	 * Runs until it is interrupted.
	 * @param args {@code --port=8089}, {@code --stubs=stubs.yml}, and, if signatures are
	 * to be checked, {@code --secret-id=…} and {@code --secret-key=…}
	 */
	public static void main(String[] args) throws InterruptedException {
		FakeTencentCloud cloud = start(new SimpleCommandLinePropertySource(args), System.out);
		Runtime.getRuntime().addShutdownHook(new Thread(cloud::stop));
		new CountDownLatch(1).await();
	}

	static FakeTencentCloud start(SimpleCommandLinePropertySource options, PrintStream console) {
		for (String name : options.getPropertyNames()) {
			if (!OPTIONS.contains(name)) {
				throw new IllegalArgumentException("There is no option --%s. There are --%s".formatted(name,
						String.join(", --", new TreeSet<>(OPTIONS))));
			}
		}
		String secretId = options.getProperty(SECRET_ID);
		String secretKey = options.getProperty(SECRET_KEY);
		if ((secretId == null) != (secretKey == null)) {
			throw new IllegalArgumentException("--secret-id and --secret-key belong together");
		}
		String file = options.getProperty(STUBS);
		List<Stub> stubs = (file != null) ? StubFile.read(new FileSystemResource(file)) : List.of();
		FakeTencentCloud.Builder builder = FakeTencentCloud.builder()
			.port(port(options))
			.signatures(secretId != null)
			.recording(MOST_REQUESTS)
			.otherwise((request) -> Answers.success());
		if (secretId != null && secretKey != null) {
			builder.account(secretId, secretKey, null);
		}
		RemoteControl control = new RemoteControl(console);
		FakeTencentCloud cloud = builder.remoteControl(control).start();
		control.controls(cloud);
		stubs.forEach(cloud::stubAlways);
		console.printf("The fake Tencent Cloud listens at http://%s, %s%n", cloud.endpoint(),
				(secretId != null) ? "and checks signatures" : "and takes any signature");
		console.printf("Change stubs:  curl -X PUT --data-binary @stubs.yml http://%s%s%n", cloud.endpoint(),
				RemoteControl.STUBS);
		console.printf("See requests:  curl http://%s%s%n", cloud.endpoint(), RemoteControl.REQUESTS);
		return cloud;
	}

	private static int port(SimpleCommandLinePropertySource options) {
		String port = options.getProperty(PORT);
		try {
			return (port != null) ? Integer.parseInt(port) : DEFAULT_PORT;
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("--port has to be a number such as 8089, but is '%s'".formatted(port),
					ex);
		}
	}

}
