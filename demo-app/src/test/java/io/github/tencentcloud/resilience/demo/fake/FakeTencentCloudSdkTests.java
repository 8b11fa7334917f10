package io.github.tencentcloud.resilience.demo.fake;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import com.tencentcloudapi.cam.v20190116.CamClient;
import com.tencentcloudapi.cam.v20190116.models.AddUserRequest;
import com.tencentcloudapi.cam.v20190116.models.GetUserRequest;
import com.tencentcloudapi.cam.v20190116.models.ListUsersRequest;
import com.tencentcloudapi.ccc.v20200210.CccClient;
import com.tencentcloudapi.ccc.v20200210.models.CreateCallOutSessionRequest;
import com.tencentcloudapi.ccc.v20200210.models.DescribeStaffInfoListRequest;
import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesStatusRequest;
import com.tencentcloudapi.lcic.v20220817.LcicClient;
import com.tencentcloudapi.lcic.v20220817.models.CreateRoomRequest;
import com.tencentcloudapi.lcic.v20220817.models.DescribeRoomRequest;
import com.tencentcloudapi.lke.v20231130.LkeClient;
import com.tencentcloudapi.lke.v20231130.models.CreateQARequest;
import com.tencentcloudapi.lke.v20231130.models.ListAppRequest;
import com.tencentcloudapi.lkeap.v20240522.LkeapClient;
import com.tencentcloudapi.lkeap.v20240522.models.GetSplitDocumentResultRequest;
import com.tencentcloudapi.lkeap.v20240522.models.RetrieveKnowledgeRequest;
import com.tencentcloudapi.sms.v20210111.SmsClient;
import com.tencentcloudapi.sms.v20210111.models.DescribePhoneNumberInfoRequest;
import com.tencentcloudapi.sms.v20210111.models.SendSmsRequest;
import com.tencentcloudapi.sms.v20210111.models.SendStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;

import org.springframework.util.ClassUtils;

import io.github.tencentcloud.resilience.test.FakeTencentCloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The vendor's own SDK takes {@link FakeTencentCloud} for Tencent Cloud.
 */
class FakeTencentCloudSdkTests {

	private static final long NUMBER = 1;

	/** The product that the SDK of the tests does not know yet. */
	private static final String UNKNOWN = "adp";

	/** Writes a model as the SDK does, but also what is null. */
	private static final Gson withNulls = new GsonBuilder().excludeFieldsWithoutExposeAnnotation()
		.serializeNulls()
		.create();

	private Clock clock = Clock.systemUTC();

	private final ScenarioSwitch scenario = new ScenarioSwitch(Scenario.NORMAL);

	private FakeTencentCloud fake;

	@BeforeEach
	void start() {
		this.fake = FakeApi.of(this.scenario)
			.clock(this.clock)
			.account("AKIDdemo", "demo", null)
			.account("AKIDtemporary", "temporary", "aToken")
			.start();
	}

	@AfterEach
	void stop() {
		this.fake.close();
	}

	static Stream<Arguments> actions() {
		return Products.all()
			.stream()
			.filter((product) -> !product.name().equals(UNKNOWN))
			.flatMap((product) -> product.actions().keySet().stream().map((action) -> arguments(product, action)));
	}

	/**
	 * The SDK ignores a member that it does not know, and takes a number for a text. So
	 * what it has read is written again, and has to be what the fake had said.
	 */
	@ParameterizedTest(name = "{1}")
	@MethodSource("actions")
	void nothingOfAnAnswerIsUnknownToTheSdk(Product product, String action) throws Exception {
		Map<String, Object> parameters = new HashMap<>();
		product.actions().get(action).required().forEach((name) -> parameters.put(name, NUMBER));
		parameters.put("PhoneNumberSet", List.of("+8613711112222", "+8613711119999"));
		parameters.put("RoomId", LcicApi.ROOM);
		String answer = new CommonClient(product.name(), product.version(), credential(), "ap-guangzhou", profile())
			.call(action, new Gson().toJson(parameters));
		String content = JsonParser.parseString(answer).getAsJsonObject().get("Response").toString();
		Object response = AbstractModel.fromJsonString(content,
				Class.forName("com.tencentcloudapi.%s.v%s.models.%sResponse".formatted(product.name(),
						product.version().replace("-", ""), action)));
		JSONAssert.assertEquals(content, withNulls.toJson(response), JSONCompareMode.STRICT_ORDER);
	}

	@Test
	void isNotComparedWhereTheSdkKnowsNoSuchProduct() {
		assertThat(ClassUtils.isPresent("com.tencentcloudapi.adp.v20260520.AdpClient", null)).isFalse();
	}

	@Test
	void sms() throws Exception {
		SmsClient client = new SmsClient(credential(), "ap-guangzhou", profile());
		var sent = client.SendSms(sendSms());
		assertThat(sent.getSendStatusSet())
			.extracting(SendStatus::getPhoneNumber, SendStatus::getCode, SendStatus::getFee)
			.containsExactly(tuple("+8613711112222", "Ok", 1L),
					tuple("+8613711119999", "LimitExceeded.PhoneNumberDailyLimit", 0L));
		assertThat(UUID.fromString(sent.getRequestId())).isNotNull();
		DescribePhoneNumberInfoRequest request = new DescribePhoneNumberInfoRequest();
		request.setPhoneNumberSet(new String[] { "+8613711112222" });
		assertThat(client.DescribePhoneNumberInfo(request).getPhoneNumberInfoSet()).singleElement()
			.satisfies((number) -> assertThat(number.getSubscriberNumber()).isEqualTo("13711112222"));
	}

	@Test
	void ccc() throws Exception {
		CccClient client = new CccClient(credential(), "ap-guangzhou", profile());
		DescribeStaffInfoListRequest request = new DescribeStaffInfoListRequest();
		request.setSdkAppId(NUMBER);
		request.setPageSize(20L);
		request.setPageNumber(0L);
		assertThat(client.DescribeStaffInfoList(request).getStaffList()[0].getSkillGroupList()[0].getSkillGroupName())
			.isEqualTo("Support");
		CreateCallOutSessionRequest callOut = new CreateCallOutSessionRequest();
		callOut.setSdkAppId(NUMBER);
		callOut.setUserId("lilei@example.com");
		callOut.setCallee("008613711112222");
		assertThat(client.CreateCallOutSession(callOut).getSessionId()).isNotBlank();
	}

	@Test
	void lcic() throws Exception {
		LcicClient client = new LcicClient(credential(), "", profile());
		CreateRoomRequest create = new CreateRoomRequest();
		create.setName("Algebra");
		create.setStartTime(NUMBER);
		create.setEndTime(NUMBER);
		create.setSdkAppId(NUMBER);
		DescribeRoomRequest describe = new DescribeRoomRequest();
		describe.setRoomId(client.CreateRoom(create).getRoomId());
		assertThat(client.DescribeRoom(describe).getTeacherId()).isEqualTo("t-1001");
		describe.setRoomId(7L);
		assertCode("ResourceNotFound.Room", () -> client.DescribeRoom(describe));
	}

	@Test
	void lke() throws Exception {
		LkeClient client = new LkeClient(credential(), "ap-guangzhou", profile());
		assertThat(client.ListApp(new ListAppRequest()).getList()[0].getAppBizId()).isEqualTo("1780112645");
		CreateQARequest create = new CreateQARequest();
		create.setBotBizId("1780112645");
		create.setQuestion("How?");
		create.setAnswer("So.");
		assertThat(client.CreateQA(create).getQaBizId()).isNotBlank();
	}

	@Test
	void lkeap() throws Exception {
		LkeapClient client = new LkeapClient(credential(), "ap-guangzhou", profile());
		GetSplitDocumentResultRequest split = new GetSplitDocumentResultRequest();
		split.setTaskId("task-1");
		assertThat(client.GetSplitDocumentResult(split).getStatus()).isEqualTo("Success");
		RetrieveKnowledgeRequest retrieve = new RetrieveKnowledgeRequest();
		retrieve.setKnowledgeBaseId("kb-1");
		retrieve.setQuery("reset");
		assertThat(client.RetrieveKnowledge(retrieve).getRecords()[0].getMetadata().getChunkPageNumbers())
			.containsExactly(3L, 4L);
	}

	@Test
	void cam() throws Exception {
		CamClient client = new CamClient(credential(), "", profile());
		GetUserRequest get = new GetUserRequest();
		get.setName("alice");
		assertThat(client.GetUser(get).getEmail()).isEqualTo("alice@example.com");
		get.setName("nobody");
		assertCode("ResourceNotFound.UserNotExist", () -> client.GetUser(get));
		AddUserRequest add = new AddUserRequest();
		add.setName("carol");
		assertThat(client.AddUser(add).getUin()).isPositive();
		assertThat(client.ListUsers(new ListUsersRequest()).getData()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "POST, TC3-HMAC-SHA256", "GET, TC3-HMAC-SHA256", "POST, HmacSHA256", "GET, HmacSHA1" })
	void cvmWithEachMethodAndSignature(String method, String signMethod) throws Exception {
		ClientProfile profile = profile();
		profile.setSignMethod(signMethod);
		profile.getHttpProfile().setReqMethod(method);
		CvmClient client = new CvmClient(credential(), "ap-guangzhou", profile);
		DescribeInstancesStatusRequest request = new DescribeInstancesStatusRequest();
		request.setInstanceIds(new String[] { "ins-1", "ins-2" });
		assertThat(client.DescribeInstancesStatus(request).getInstanceStatusSet())
			.extracting((status) -> status.getInstanceId(), (status) -> status.getInstanceState())
			.containsExactly(tuple("ins-1", "RUNNING"), tuple("ins-2", "RUNNING"));
	}

	@Test
	void unknownActionAndMissingParameter() {
		CvmClient cvm = new CvmClient(credential(), "ap-guangzhou", profile());
		assertCode("InvalidAction", () -> cvm.DescribeInstances(new DescribeInstancesRequest()));
		SmsClient sms = new SmsClient(credential(), "ap-guangzhou", profile());
		assertCode("MissingParameter", () -> sms.SendSms(new SendSmsRequest()));
	}

	@Test
	void authBroken() {
		this.scenario.to(Scenario.AUTH_BROKEN);
		SmsClient client = new SmsClient(credential(), "ap-guangzhou", profile());
		assertCode("AuthFailure.SignatureFailure", () -> client.SendSms(sendSms()));
	}

	@Test
	void throttledThreeTimesOfFive() {
		this.scenario.to(Scenario.THROTTLED);
		SmsClient client = new SmsClient(credential(), "ap-guangzhou", profile());
		List<String> codes = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			try {
				client.SendSms(sendSms());
				codes.add("OK");
			}
			catch (TencentCloudSDKException ex) {
				codes.add(ex.getErrorCode());
			}
		}
		String throttled = "RequestLimitExceeded";
		assertThat(codes).containsExactly(throttled, throttled, throttled, "OK", "OK", throttled, throttled, throttled,
				"OK", "OK");
	}

	@ParameterizedTest
	@CsvSource({ "TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1" })
	void wrongCredentialsAreRefused(String signMethod) {
		ClientProfile profile = profile();
		profile.setSignMethod(signMethod);
		assertCode("AuthFailure.SignatureFailure", () -> getUser(new Credential("AKIDdemo", "other"), profile));
		assertCode("AuthFailure.SecretIdNotFound", () -> getUser(new Credential("AKIDother", "demo"), profile));
		assertCode("AuthFailure.TokenFailure", () -> getUser(new Credential("AKIDtemporary", "temporary"), profile));
		assertThatNoException()
			.isThrownBy(() -> getUser(new Credential("AKIDtemporary", "temporary", "aToken"), profile));
	}

	@ParameterizedTest
	@CsvSource({ "-330", "330" })
	void clockThatIsOffByMoreThanFiveMinutesIsRefused(long seconds) {
		stop();
		this.clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
		start();
		assertCode("AuthFailure.SignatureExpire", () -> getUser(credential(), profile()));
	}

	@Test
	void clockThatIsOffByLessIsAccepted() {
		stop();
		this.clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(270));
		start();
		assertThatNoException().isThrownBy(() -> getUser(credential(), profile()));
	}

	private static String getUser(Credential credential, ClientProfile profile) throws TencentCloudSDKException {
		GetUserRequest request = new GetUserRequest();
		request.setName("alice");
		return new CamClient(credential, "", profile).GetUser(request).getEmail();
	}

	private static void assertCode(String code, ThrowingCallable call) {
		assertThatExceptionOfType(TencentCloudSDKException.class).isThrownBy(call).satisfies((ex) -> {
			assertThat(ex.getErrorCode()).isEqualTo(code);
			assertThat(UUID.fromString(ex.getRequestId())).isNotNull();
		});
	}

	private static SendSmsRequest sendSms() {
		SendSmsRequest request = new SendSmsRequest();
		request.setPhoneNumberSet(new String[] { "+8613711112222", "+8613711119999" });
		request.setSmsSdkAppId("1400006666");
		request.setTemplateId("449739");
		return request;
	}

	private static Credential credential() {
		return new Credential("AKIDdemo", "demo");
	}

	private ClientProfile profile() {
		HttpProfile http = new HttpProfile();
		http.setProtocol(HttpProfile.REQ_HTTP);
		http.setEndpoint(this.fake.endpoint());
		http.setReadTimeout(30);
		ClientProfile profile = new ClientProfile();
		profile.setHttpProfile(http);
		return profile;
	}

}
