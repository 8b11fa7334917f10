package io.github.tencentcloud.resilience.test.samples.orders;

import java.util.List;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.TencentCloudException;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * An application that calls Tencent Cloud with an HTTP interface on {@code RestClient}.
 */
@SpringBootApplication
@ImportTencentCloudServices(types = OrderApplication.Sms.class, clientType = HttpServiceGroup.ClientType.REST_CLIENT)
class OrderApplication {

	// @formatter:off
@TencentCloudProduct(value = "sms", version = "2021-01-11")
interface Sms {

	@TencentCloudAction("SendSms")
	Sent send(@RequestBody Message message);

	record Message(List<String> phoneNumberSet, String templateId) {
	}

	record Sent(List<Status> sendStatusSet, String requestId) {
	}

	record Status(String code) {
	}

}

@Service
static class OrderService {

	private final Sms sms;

	OrderService(Sms sms) {
		this.sms = sms;
	}

	boolean confirm(String number) {
		try {
			Sms.Sent sent = this.sms.send(new Sms.Message(List.of(number), "449739"));
			return sent.sendStatusSet().stream().allMatch((status) -> status.code().equals("Ok"));
		}
		catch (TencentCloudException ex) {
			return false;
		}
	}

}
	// @formatter:on

}
