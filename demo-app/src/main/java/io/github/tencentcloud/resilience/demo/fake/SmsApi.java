package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Short Message Service. A number that ends in 9999 has had its share for today, and the
 * failure hides in an item of a success.
 */
final class SmsApi {

	private SmsApi() {
	}

	static Product product() {
		return new Product("sms", "2021-01-11")
			.action("SendSms", SmsApi::send, "PhoneNumberSet", "SmsSdkAppId", "TemplateId")
			.action("DescribePhoneNumberInfo", SmsApi::describeNumbers, "PhoneNumberSet");
	}

	private static Map<String, ?> send(Parameters parameters) {
		return send(parameters, (number) -> number.endsWith("9999"));
	}

	/** As if every number but the first had had its share for today. */
	static Map<String, ?> sendToFirst(Parameters parameters) {
		String first = parameters.text("PhoneNumberSet.0", "");
		return send(parameters, (number) -> !number.equals(first));
	}

	private static Map<String, ?> send(Parameters parameters, Predicate<String> refused) {
		String context = parameters.text("SessionContext", "");
		return Map.of("SendStatusSet",
				parameters.texts("PhoneNumberSet")
					.stream()
					.map((number) -> status(number, context, refused.test(number)))
					.toList());
	}

	private static Map<String, ?> status(String number, String context, boolean refused) {
		return Map.of("SerialNo", refused ? "" : "5000:" + UUID.randomUUID(), "PhoneNumber", number, "Fee",
				refused ? 0 : 1, "SessionContext", context, "Code",
				refused ? "LimitExceeded.PhoneNumberDailyLimit" : "Ok", "Message",
				refused ? "the number of sms messages sent from a single mobile number every day exceeds the upper limit"
						: "send success",
				"IsoCode", "CN");
	}

	private static Map<String, ?> describeNumbers(Parameters parameters) {
		List<Map<String, String>> numbers = parameters.texts("PhoneNumberSet")
			.stream()
			.map((number) -> Map.of("Code", "Ok", "Message", "success", "NationCode", "86", "SubscriberNumber",
					number.replaceFirst("^\\+86", ""), "PhoneNumber", number, "IsoCode", "CN", "IsoName", "China"))
			.toList();
		return Map.of("PhoneNumberInfoSet", numbers);
	}

}
