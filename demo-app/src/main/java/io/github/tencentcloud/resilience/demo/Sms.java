package io.github.tencentcloud.resilience.demo;

import java.util.List;

/**
 * Calls of Short Message Service.
 */
final class Sms {

	private static final String VERSION = "2021-01-11";

	private Sms() {
	}

	static Call<SendSmsResponse> send(String... numbers) {
		return Call.post("sms", VERSION, "SendSms",
				new SendSmsRequest(List.of(numbers), "1400006666", "449739", "Demo", List.of("4711", "5")),
				SendSmsResponse.class);
	}

	static Call<PhoneNumberInfoResponse> describeNumber(String number) {
		return Call.post("sms", VERSION, "DescribePhoneNumberInfo", new PhoneNumberInfoRequest(List.of(number)),
				PhoneNumberInfoResponse.class);
	}

	@Payload
	record SendSmsRequest(List<String> phoneNumberSet, String smsSdkAppId, String templateId, String signName,
			List<String> templateParamSet) {

	}

	@Payload
	record SendSmsResponse(List<SendStatus> sendStatusSet, String requestId) {

	}

	@Payload
	record SendStatus(String serialNo, String phoneNumber, long fee, String code, String message) {

	}

	@Payload
	record PhoneNumberInfoRequest(List<String> phoneNumberSet) {

	}

	@Payload
	record PhoneNumberInfoResponse(List<PhoneNumberInfo> phoneNumberInfoSet, String requestId) {

	}

	@Payload
	record PhoneNumberInfo(String phoneNumber, String nationCode, String isoCode, String code) {

	}

}
