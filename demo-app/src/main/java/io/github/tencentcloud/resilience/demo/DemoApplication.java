package io.github.tencentcloud.resilience.demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Calls a fake Tencent Cloud all the time and logs what became of each call.
 */
@SpringBootApplication
@EnableConfigurationProperties(DemoProperties.class)
public class DemoApplication {

	/**
	 * Starts the demo.
	 * @param args for example {@code --demo.calls-per-second=20}
	 */
	public static void main(String[] args) {
		SpringApplication.run(DemoApplication.class, args);
	}

}
