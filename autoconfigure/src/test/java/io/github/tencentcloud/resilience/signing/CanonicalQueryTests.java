package io.github.tencentcloud.resilience.signing;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestSigner#sortedQuery(URI)}.
 */
class CanonicalQueryTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Limit=10&Offset=0         | Limit=10&Offset=0
			Offset=0&Limit=10         | Limit=10&Offset=0
			b=1&B=2&a=3               | B=2&a=3&b=1
			a=2&a=1                   | a=2&a=1
			a                         | a=
			a=&b                      | a=&b=
			&a=1&&b=2&                | a=1&b=2
			a=b=c                     | a=b%3Dc
			=x                        | =x
			a=1+2%202                 | a=1%202%202
			a=%e4%b8%ad               | a=%E4%B8%AD
			a=中                       | a=%E4%B8%AD
			a=%ff%00                  | a=%FF%00
			a=-._~                    | a=-._~
			a=%2D%7E%41               | a=-~A
			a=*'()!$,;:@/?            | a=%2A%27%28%29%21%24%2C%3B%3A%40%2F%3F
			Filters.0.Name=x&Action=y | Action=y&Filters.0.Name=x
			""")
	void query(String query, String sorted) {
		URI uri = URI.create("https://cvm.tencentcloudapi.com:8443/p?" + query.trim());
		URI expected = URI.create("https://cvm.tencentcloudapi.com:8443/p?" + sorted.trim());
		assertThat(RequestSigner.sortedQuery(uri)).isEqualTo(expected);
		assertThat(RequestSigner.sortedQuery(expected)).isSameAs(expected);
	}

	@Test
	void otherPartsStay() {
		assertThat(RequestSigner.sortedQuery(URI.create("http://u:p@[::1]:8/%2f?b=1&a=2#f?x")))
			.isEqualTo(URI.create("http://u:p@[::1]:8/%2f?a=2&b=1#f?x"));
		assertThat(RequestSigner.sortedQuery(URI.create("http://x/?&"))).isEqualTo(URI.create("http://x/"));
		for (String uri : new String[] { "http://x", "http://x/?", "http://x/#?b&a", "mailto:x" }) {
			URI same = URI.create(uri);
			assertThat(RequestSigner.sortedQuery(same)).isSameAs(same);
		}
	}

}
