package io.github.tencentcloud.resilience.engine;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointOverrideTests {

	@ParameterizedTest
	@CsvSource({ "http://localhost:8089, http://localhost:8089", "HTTPS://GW.example/Tc/, https://gw.example/Tc",
			"' http://[::1] ', http://[::1]", "http://localhost:, http://localhost",
			"http://localhost//, http://localhost" })
	void readsAddresses(String text, String address) {
		assertThat(EndpointOverride.of(text)).hasToString(address);
	}

	@ParameterizedTest
	@CsvSource({ "http://a.example, http://A.example:80/x?y=z, true",
			"https://a.example:443/tc, https://a.example, true", "http://a.example:8089, http://a.example:8089/, true",
			"http://a.example:8089, http://a.example/, false", "http://a.example, http://b.example/, false",
			"https://a.example, http://a.example/, false", "https://a.example:8089, http://a.example:8089/, false",
			"http://a.example, /x, false" })
	void coversWhatNamesIt(String address, URI url, boolean covered) {
		assertThat(EndpointOverride.of(address).covers(url)).isEqualTo(covered);
	}

}
