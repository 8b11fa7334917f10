package io.github.tencentcloud.resilience.demo.fake;

import java.util.List;
import java.util.Map;

/**
 * Cloud Access Management, where nobody is called "nobody".
 */
final class CamApi {

	private CamApi() {
	}

	static Product product() {
		return new Product("cam", "2019-01-16").action("GetUser", CamApi::getUser, "Name")
			.action("ListUsers", (parameters) -> Map.of("Data", List.of(user("alice"), user("bob"))))
			.action("AddUser", CamApi::addUser, "Name");
	}

	private static Map<String, ?> getUser(Parameters parameters) {
		String name = parameters.text("Name", "");
		if (name.equals("nobody")) {
			throw new ApiError("ResourceNotFound.UserNotExist", "The user does not exist.");
		}
		return user(name);
	}

	private static Map<String, ?> addUser(Parameters parameters) {
		String name = parameters.text("Name", "");
		return Map.of("Uin", 100_000_546_922L, "Name", name, "Password", "", "SecretId", "", "SecretKey", "", "Uid",
				5_649_785);
	}

	private static Map<String, ?> user(String name) {
		return Map.of("Uin", 100_000_546_921L, "Name", name, "Uid", 5_649_784, "Remark", "", "ConsoleLogin", 0,
				"PhoneNum", "13711112222", "CountryCode", "86", "Email", name + "@example.com");
	}

}
