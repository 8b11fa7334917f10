package io.github.tencentcloud.resilience.demo;

import java.util.List;

import org.springframework.web.bind.annotation.RequestBody;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Short Message Service.
 */
@TencentCloudProduct(value = "sms", version = "2021-01-11")
interface Sms {

	@TencentCloudAction("SendSms")
	SendSmsResponse sendSms(@RequestBody SendSmsRequest request);

	@TencentCloudAction("DescribePhoneNumberInfo")
	PhoneNumberInfoResponse describePhoneNumberInfo(@RequestBody PhoneNumberInfoRequest request);

	record SendSmsRequest(List<String> phoneNumberSet, String smsSdkAppId, String templateId, String signName,
			List<String> templateParamSet) {

	}

	record SendSmsResponse(List<SendStatus> sendStatusSet, String requestId) {

	}

	record SendStatus(String serialNo, String phoneNumber, long fee, String code, String message) {

	}

	record PhoneNumberInfoRequest(List<String> phoneNumberSet) {

	}

	record PhoneNumberInfoResponse(List<PhoneNumberInfo> phoneNumberInfoSet, String requestId) {

	}

	record PhoneNumberInfo(String phoneNumber, String nationCode, String isoCode, String code) {

	}

}
