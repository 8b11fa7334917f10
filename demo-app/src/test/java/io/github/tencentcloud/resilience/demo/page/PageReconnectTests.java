package io.github.tencentcloud.resilience.demo.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.tencentcloud.resilience.demo.DemoApplication;
import io.github.tencentcloud.resilience.demo.RequiresTool;

import static io.github.tencentcloud.resilience.demo.page.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server goes away and comes back, and the page does not have to be loaded anew.
 */
@RequiresTool({ "chromium", "chromedriver" })
class PageReconnectTests {

	@Test
	void comesBackByItself() throws IOException {
		int port = freePort();
		try (Browser browser = new Browser()) {
			try (ConfigurableApplicationContext first = start(port)) {
				browser.open("http://127.0.0.1:" + port + "/");
				eventually(() -> assertThat(browser.texts("#connection")).containsExactly("Live"));
				eventually(() -> assertThat(browser.texts("#calls tr")).isNotEmpty());
				browser.run("window.loadedOnce = true");
			}
			eventually(() -> assertThat(browser.texts("#connection")).containsExactly("Connection lost, trying again"));
			try (ConfigurableApplicationContext second = start(port)) {
				eventually(() -> assertThat(browser.texts("#connection")).containsExactly("Live"));
				LiveFeed feed = second.getBean(LiveFeed.class);
				eventually(() -> assertThat(browser.texts("#sums .number")).isNotEmpty());
				assertThat(browser.run("return window.loadedOnce")).isEqualTo(true);
				eventually(() -> assertThat(feed.browsers()).isEqualTo(1));
				browser.open("about:blank");
				eventually(() -> assertThat(feed.browsers()).isZero());
			}
		}
	}

	private static ConfigurableApplicationContext start(int port) {
		return SpringApplication.run(DemoApplication.class, "--server.port=" + port, "--server.address=127.0.0.1",
				"--demo.fake-api.port=0", "--demo.calls-per-second=20");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
