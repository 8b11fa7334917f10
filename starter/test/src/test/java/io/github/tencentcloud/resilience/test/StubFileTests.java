package io.github.tencentcloud.resilience.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StubFile}.
 */
class StubFileTests {

	@Test
	void eachKindOfAnswer() throws Exception {
		try (FakeTencentCloud cloud = FakeTencentCloud.builder().signatures(false).start()) {
			StubFile.read(new ClassPathResource("stubs.yml")).forEach(cloud::stubAlways);
			assertThat(Requests.unsigned(cloud, "sms", "SendSms")).contains("\"SerialNo\":\"1\"");
			assertThat(zones(cloud)).contains("\"Code\":\"RequestLimitExceeded\",\"Message\":\"Slower.\"");
			assertThat(zones(cloud)).contains("<h1>Bad Gateway</h1>");
			assertThatException().isThrownBy(() -> zones(cloud));
			assertThatException().isThrownBy(() -> zones(cloud));
			assertThat(zones(cloud)).isEmpty();
			assertThat(zones(cloud)).isEqualTo("{");
			assertThat(zones(cloud)).isEqualTo("data: {\"Choices\":[]}\n\ndata: [DONE]\n\n");
			cloud.reset();
			assertThat(zones(cloud)).startsWith("data: ");
		}
	}

	private static String zones(FakeTencentCloud cloud) throws Exception {
		return Requests.unsigned(cloud, "cvm", "DescribeZones");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					{sms: {SendSms: {succes: {}}}}   | sms SendSms: there is no 'succes'. There are [after, body, broken-off
					{sms: {SendSms: {after: 1s}}}    | sms SendSms: this says nothing: {after=1s}
					{sms: {SendSms: {status: '502'}}} | sms SendSms: 'status' has to be a number such as 502, but is '502'
					{sms: {SendSms: {status: 200, after: soon}}} | sms SendSms: 'after' has to be a duration such as 20ms or 3s, but is 'soon'
					{sms: {SendSms: Ok}}             | sms SendSms has to consist of names and values
					{sms: SendSms}                   | sms has to consist of names and values
					""")
	void mistakes(String yaml, String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> StubFile.parse(yaml)).withMessageStartingWith(text);
	}

}
