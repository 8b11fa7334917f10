package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.tencentcloud.resilience.demo.DemoApplication;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever follows <em>Five minutes</em> of a README, in whichever language, sees what it
 * promises: its application runs with its properties and its variables against the fake.
 */
@ExtendWith(OutputCaptureExtension.class)
class FirstCallTests {

	private static final String README = "../README.md";

	private static final String CHINESE = "../docs/zh/README.md";

	private static ConfigurableApplicationContext demo;

	@TempDir
	private Path folder;

	@BeforeAll
	static void start() {
		demo = SpringApplication.run(DemoApplication.class, "--server.port=0", "--demo.fake-api.port=0",
				"--demo.calls-per-second=0");
	}

	@AfterAll
	static void stop() {
		demo.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { README, CHINESE })
	void callsTheFake(String page, CapturedOutput output) throws IOException {
		run(page);
		assertThat(output.getOut()).contains(
				"5: InstancesStatus[totalCount=2, instanceStatusSet=[InstanceStatus[instanceId=ins-2j5k8d1a, instanceState=RUNNING]");
	}

	@Test
	void sayWhatAWrongKeyIs(CapturedOutput output) throws IOException {
		run(README, "--TENCENTCLOUD_SECRET_KEY=wrong");
		assertThat(output.getOut()).contains("5: AuthFailure.SignatureFailure: ")
			.contains("[cvm.DescribeInstancesStatus ap-guangzhou, RequestId ")
			.contains(", policy auth (fail), 1 attempt in ");
	}

	private void run(String page, String... more) throws IOException {
		Path properties = this.folder.resolve("application.yml");
		Files.writeString(properties, all(page, "(?ms)^```yaml\\R(.*?)^```").get(0));
		List<String> args = new ArrayList<>(List.of("--spring.config.location=file:" + properties,
				"--spring.main.web-application-type=none",
				"--tencentcloud.resilience.endpoint=http://" + demo.getBean(FakeTencentCloud.class).endpoint()));
		all(page, "(?m)^export (TENCENTCLOUD_\\w+=\\S+)$").stream().limit(2).map("--"::concat).forEach(args::add);
		args.addAll(List.of(more));
		SpringApplication.run(FirstCall.class, args.toArray(String[]::new)).close();
	}

	private static List<String> all(String page, String pattern) throws IOException {
		return Pattern.compile(pattern)
			.matcher(Files.readString(Path.of(page)))
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
	}

}
