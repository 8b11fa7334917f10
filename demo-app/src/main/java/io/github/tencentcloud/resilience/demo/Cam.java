package io.github.tencentcloud.resilience.demo;

/**
 * Calls of Cloud Access Management.
 */
final class Cam {

	private static final String VERSION = "2019-01-16";

	private Cam() {
	}

	static Call<User> getUser(String name) {
		return Call.post("cam", VERSION, "GetUser", new UserRequest(name), User.class);
	}

	static Call<User> addUser(String name) {
		return Call.post("cam", VERSION, "AddUser", new UserRequest(name), User.class);
	}

	@Payload
	record UserRequest(String name) {

	}

	@Payload
	record User(long uin, String name, long uid, String requestId) {

	}

}
