package com.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * An application whose calls are traced.
 */
@SpringBootApplication
public class TracedCalls {

	public static void main(String[] args) {
		SpringApplication.run(TracedCalls.class, args);
	}

	@Component
	static class Zones {

		private final RestClient client;

		Zones(RestClient.Builder builder) {
			this.client = builder.baseUrl("https://cvm.tencentcloudapi.com/").build();
		}

		String describe() {
			return this.client.post()
				.header("X-TC-Action", "DescribeZones")
				.header("X-TC-Version", "2017-03-12")
				.contentType(MediaType.APPLICATION_JSON)
				.body("{}")
				.retrieve()
				.body(String.class);
		}

	}

}
