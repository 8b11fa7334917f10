package io.github.tencentcloud.resilience.demo;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.stereotype.Component;

/**
 * What the demo calls, in turn: two reads for each write, over all products.
 */
@Component
class CallMix {

	private static final long CCC_APP = 1_400_000_001;

	private static final int ADP_API = 5;

	private final Adp adp;

	private final Cam cam;

	private final Ccc ccc;

	private final Cvm cvm;

	private final Lcic lcic;

	private final Lke lke;

	private final Lkeap lkeap;

	private final Sms sms;

	private final List<Supplier<Call>> calls = List.of(() -> instances("ap-guangzhou"), () -> user("alice"),
			this::message, this::room, this::staff, this::phoneCall, this::apps, this::bots, this::question,
			this::document, () -> instances("ap-shanghai"), this::newRoom, this::number, () -> user("bob"),
			this::conversation, this::staff, this::bots, this::newUser);

	CallMix(Adp adp, Cam cam, Ccc ccc, Cvm cvm, Lcic lcic, Lke lke, Lkeap lkeap, Sms sms) {
		this.adp = adp;
		this.cam = cam;
		this.ccc = ccc;
		this.cvm = cvm;
		this.lcic = lcic;
		this.lke = lke;
		this.lkeap = lkeap;
		this.sms = sms;
	}

	/**
	 * Returns the call for a turn.
	 * @param turn counted from 0
	 * @return the call
	 */
	Call get(long turn) {
		return this.calls.get((int) (turn % this.calls.size())).get();
	}

	private Call apps() {
		return call("adp", "DescribeAppSummaryList",
				() -> this.adp.describeAppSummaryList(new Adp.AppsRequest("default_space", 0, 20)));
	}

	private Call conversation() {
		return call("adp", "CreateConversation", () -> this.adp
			.createConversation(new Adp.ConversationRequest(ADP_API, "1940731264", "demo-app-key", "visitor-1")));
	}

	private Call user(String name) {
		return call("cam", "GetUser", () -> this.cam.getUser(new Cam.UserRequest(name)));
	}

	private Call newUser() {
		return call("cam", "AddUser", () -> this.cam.addUser(new Cam.UserRequest("carol")));
	}

	private Call staff() {
		return call("ccc", "DescribeStaffInfoList",
				() -> this.ccc.describeStaffInfoList(new Ccc.StaffRequest(CCC_APP, 20, 0)));
	}

	private Call phoneCall() {
		return call("ccc", "CreateCallOutSession", () -> this.ccc
			.createCallOutSession(new Ccc.SessionRequest(CCC_APP, "lilei@example.com", "008613711113333")));
	}

	private Call instances(String region) {
		return call("cvm", "DescribeInstancesStatus", () -> this.cvm.describeInstancesStatus(region, 20, 0));
	}

	private Call room() {
		return call("lcic", "DescribeRoom", () -> this.lcic.describeRoom(new Lcic.DescribeRoomRequest(350_123_456)));
	}

	private Call newRoom() {
		long start = Instant.now().getEpochSecond() + 600;
		return call("lcic", "CreateRoom", () -> this.lcic
			.createRoom(new Lcic.CreateRoomRequest("Algebra", start, start + 3600, 3_520_371, 1, 1)));
	}

	private Call bots() {
		return call("lke", "ListApp", () -> this.lke.listApp(new Lke.AppsRequest(20, 1)));
	}

	private Call question() {
		return call("lke", "CreateQA", () -> this.lke
			.createQa(new Lke.QuestionRequest("1780112645", "How do I reset it?", "Hold the button for 5 s.", 1)));
	}

	private Call document() {
		return call("lkeap", "GetSplitDocumentResult",
				() -> this.lkeap.getSplitDocumentResult(new Lkeap.SplitRequest("task-1")));
	}

	private Call message() {
		return call("sms", "SendSms",
				() -> this.sms.sendSms(new Sms.SendSmsRequest(List.of("+8613711112222", "+8613711114444"), "1400006666",
						"449739", "Demo", List.of("4711", "5"))));
	}

	private Call number() {
		return call("sms", "DescribePhoneNumberInfo",
				() -> this.sms.describePhoneNumberInfo(new Sms.PhoneNumberInfoRequest(List.of("+8613711112222"))));
	}

	private static Call call(String product, String action, Runnable execution) {
		return new Call(product, action, execution);
	}

}
