package io.github.tencentcloud.resilience.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.envelope.Items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ItemRules}, and each built-in one with an answer as the server gives
 * it.
 */
class ItemRulesTests {

	private static final ItemRules builtIn = Catalogue.load().items();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					sms | SendSms | 1 | LimitExceeded.PhoneNumberDailyLimit | {"SendStatusSet":[{"SerialNo":"5000:1045710669157053657849499619","PhoneNumber":"+8618511122233","Fee":1,"SessionContext":"test","Code":"Ok","Message":"send success","IsoCode":"CN"},{"SerialNo":"","PhoneNumber":"+8618511122266","Fee":0,"SessionContext":"test","Code":"LimitExceeded.PhoneNumberDailyLimit","Message":"the number of SMS messages sent from a single mobile number every day exceeds the upper limit","IsoCode":"CN"}]
					sms | DescribePhoneNumberInfo | 1 | InvalidParameterValue.IncorrectPhoneNumber | {"PhoneNumberInfoSet":[{"Code":"Ok","Message":"success","NationCode":"86","SubscriberNumber":"18511122233","PhoneNumber":"+8618511122233","IsoCode":"CN","IsoName":"China"},{"Code":"InvalidParameterValue.IncorrectPhoneNumber","Message":"incorrect phone number","NationCode":"","SubscriberNumber":"","PhoneNumber":"+1234","IsoCode":"","IsoName":""}]
					sms | ReportConversion | 1 | | {"ReportConversionStatus":{"Code":"ok","Message":"success"}
					sms | ReportConversion | 0 | InvalidParameterValue.InvalidConversion | {"ReportConversionStatus":{"Code":"InvalidParameterValue.InvalidConversion","Message":"no such message"}
					ccc | CreateStaff | 0 | FailedOperation.DuplicatedAccount | {"ErrorStaffList":[{"StaffEmail":"a@example.com","Code":"FailedOperation.DuplicatedAccount","Message":"the account exists"}]
					ccc | CreateStaff | 0 | | {"ErrorStaffList":[]
					ccc | CreateStaff | 0 | | {"ErrorStaffList":null
					cbs | CopySnapshotCrossRegions | 1 | LimitExceeded | {"SnapshotCopyResultSet":[{"SnapshotId":"snap-2jhzhnnb","Message":"","Code":"Success","DestinationRegion":"ap-beijing"},{"SnapshotId":"","Message":"too many","Code":"LimitExceeded","DestinationRegion":"ap-shanghai"}]
					tag | TagResources | 0 | FailedOperation.UnTagResource | {"FailedResources":[{"Resource":"qcs::cvm:ap-beijing:uin/1234567:instance/ins-123","Code":"FailedOperation.UnTagResource","Message":"no"}]
					tag | TagResources | 0 | | {"FailedResources":[]
					tag | UnTagResources | 0 | ResourceNotFound | {"FailedResources":[{"Resource":"qcs::cvm:ap-beijing:uin/1234567:instance/ins-123","Code":"ResourceNotFound","Message":"no"}]
					""")
	void builtInRule(String product, String action, int succeeded, String failed, String content) {
		ItemRule rule = builtIn.find(product.toUpperCase(), action.toLowerCase());
		assertThat(rule).isNotNull();
		assertThat(rule.onFailure()).isEqualTo(ItemFailureHandling.REPORT);
		BodyInspector inspector = BodyInspector.ofEnvelope(rule.path(), rule.ok(), false);
		inspector.inspect(List.of(ByteBuffer
			.wrap(("{\"Response\":" + content + ",\"RequestId\":\"b5b41468-520d-4192-b42f-595cc34b6c1c\"}}")
				.getBytes(StandardCharsets.UTF_8)))
			.iterator());
		Items items = ((EnvelopeVerdict.Success) inspector.end()).items();
		assertThat(items).isEqualTo(new Items(succeeded, (failed != null) ? Map.of(failed, 1) : Map.of()));
	}

	@Test
	void everyBuiltInRuleCanBeRead() {
		assertThat(builtIn.products()).hasSizeGreaterThan(60).allSatisfy((product) -> {
			assertThat(builtIn.of(product)).as(product).isNotEmpty();
			assertThat(builtIn.of(product).values()).as(product)
				.allMatch((rule) -> rule.onFailure() == ItemFailureHandling.REPORT);
		});
	}

	@Test
	void rulesOfAProductAreMadeOnceAndOnlyIfSomebodyAsks() {
		AtomicInteger made = new AtomicInteger();
		ItemRules rules = new ItemRules(Set.of("sms"), (product) -> {
			made.incrementAndGet();
			return Map.of("SendSms", new ItemRule(ItemPath.of("Set[].Code"), Set.of(), ItemFailureHandling.REPORT));
		});
		assertThat(rules.products()).containsExactly("sms");
		assertThat(rules.find("cvm", "SendSms")).isNull();
		assertThat(made).hasValue(0);
		assertThat(rules.find("SMS", "sendsms")).isNotNull().isSameAs(rules.find("sms", "SendSms"));
		assertThat(made).hasValue(1);
	}

	@Test
	void productOrActionWithoutARule() {
		assertThat(builtIn.of("cvm")).isEmpty();
		assertThat(builtIn.find("cvm", "RunInstances")).isNull();
		assertThat(builtIn.find("sms", "PullSmsSendStatus")).isNull();
		assertThat(ItemRules.empty().products()).isEmpty();
	}

	@Test
	void wrongEntryIsRefusedWithWhatIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> read(Map.of("ok", "Ok", "actions", "A")))
			.withMessageContaining("'path'");
		assertThatIllegalStateException().isThrownBy(() -> read(Map.of("path", "Set[].Code")))
			.withMessageContaining("'actions'");
		Map<String, Object> entry = Map.of("path", "Set[].Code", "actions", "A B");
		assertThatIllegalStateException().isThrownBy(() -> read(entry, entry)).withMessageContaining("twice");
	}

	@SafeVarargs
	private static Map<String, ItemRule> read(Map<String, Object>... entries) {
		Map<String, Object> document = Map.of("products", Map.of("p", Map.of("item-codes", List.of(entries))));
		return Catalogue.of(document).items().of("p");
	}

	@ParameterizedTest
	@CsvSource({ "REPORT, Ok, false, false", "FAIL_IF_ALL, Ok, false, true", "FAIL_IF_ANY, Ok, false, true",
			"FAIL_IF_ANY, Ok none, false, false", "FAIL_IF_ANY, Ok missing, false, false",
			"FAIL_IF_ANY, , false, false", "FAIL_IF_ANY, Ok, true, false" })
	void noItemIsAFailureWhereOneMustBe(ItemFailureHandling onFailure, String ok, boolean words, boolean fails) {
		Set<String> good = (ok != null) ? Set.of(ok.split(" ")) : Set.of();
		ItemRule rule = new ItemRule(ItemPath.of("Set[].Code"), good, words, onFailure);
		Items items = rule.judge(Items.NONE);
		assertThat(rule.fails(items)).isEqualTo(fails);
		assertThat(items.failed()).isEqualTo(fails ? Map.of(Items.MISSING, 1) : Map.of());
	}

	@Test
	void wordsAreOfOneCodeAndSilenceIsGood() {
		ItemRule rule = new ItemRule(ItemPath.of("Errors[]"), Set.of("ok"), true, ItemFailureHandling.REPORT);
		assertThat(rule.judge(new Items(1, Map.of("no such disk", 2, "disk is full", 1, Items.NO_CODE, 3))))
			.isEqualTo(new Items(4, Map.of(Items.FAILED, 3)));
		assertThat(rule.judge(new Items(0, Map.of(Items.NO_CODE, 1)))).isEqualTo(new Items(1, Map.of()));
		assertThat(rule.judge(new Items(2, Map.of()))).isEqualTo(new Items(2, Map.of()));
	}

	@ParameterizedTest
	@CsvSource({ "REPORT, 0, 2, false", "REPORT, 1, 1, false", "FAIL_IF_ALL, 0, 2, true", "FAIL_IF_ALL, 1, 1, false",
			"FAIL_IF_ALL, 2, 0, false", "FAIL_IF_ALL, 0, 0, false", "FAIL_IF_ANY, 0, 2, true",
			"FAIL_IF_ANY, 1, 1, true", "FAIL_IF_ANY, 2, 0, false", "FAIL_IF_ANY, 0, 0, false" })
	void whatFailedItemsMean(ItemFailureHandling onFailure, int succeeded, int failed, boolean fails) {
		ItemRule rule = new ItemRule(ItemPath.of("Set[].Code"), Set.of("Ok"), onFailure);
		assertThat(rule.fails(new Items(succeeded, (failed > 0) ? Map.of("A", failed) : Map.of()))).isEqualTo(fails);
	}

}
