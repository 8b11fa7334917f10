package io.github.tencentcloud.resilience.demo;

import org.springframework.web.bind.annotation.RequestBody;

import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

/**
 * Cloud Access Management.
 */
@TencentCloudProduct(value = "cam", version = "2019-01-16")
interface Cam {

	@TencentCloudAction("GetUser")
	User getUser(@RequestBody UserRequest request);

	@TencentCloudAction("AddUser")
	User addUser(@RequestBody UserRequest request);

	record UserRequest(String name) {

	}

	record User(long uin, String name, long uid, String requestId) {

	}

}
