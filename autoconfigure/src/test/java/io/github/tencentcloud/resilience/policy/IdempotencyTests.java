package io.github.tencentcloud.resilience.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Idempotency} and for the data it reads.
 */
class IdempotencyTests {

	private static final Idempotency idempotency = Idempotency.load();

	@ParameterizedTest
	@ValueSource(strings = { "cvm.DescribeInstancesStatus", "sms.DescribeSmsTemplateList", "cam.GetRole",
			"cam.ListUsers", "cvm.InquiryPriceRunInstances", "cls.SearchLog", "dts.DescribleMigrateJobs",
			"monitor.DescribeStatisticData", "ai3d.QueryHunyuan3DPartJob", "invented.DescribeAnything" })
	void verbThatReadsIsIdempotent(String name) {
		assertThat(isIdempotent(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sms.SendSms", "cvm.RunInstances", "cvm.TerminateInstances", "cam.AddUser",
			"ccc.CreateCallOutSession", "lcic.EndRoom", "tag.TagResources", "invented.Frobnicate", "cvm.none" })
	void anyOtherVerbIsNot(String name) {
		assertThat(isIdempotent(name)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			sms.PullSmsSendStatus               | each item is delivered once
			sms.PullSmsReplyStatus              | each item is delivered once
			sms.PullSmsSendStatusByPhoneNumber  | perhaps so
			cpdp.QueryMemberTransaction         | moves money
			sts.GetFederationToken              | issues a credential
			sts.GetSessionToken                 | issues a credential
			lke.GetWsToken                      | issues a credential
			faceid.GetFaceIdToken               | issues a credential
			faceid.GetFaceIdTokenIntl           | issues a credential
			faceid.GetEidToken                  | issues a credential
			lkeap.GetEmbedding                  | billed inference
			hunyuan.GetEmbedding                | billed inference
			invented.GetEmbedding               | billed inference
			lkeap.QueryRewrite                  | billed inference
			ig.GetLLMAnything                   | billed inference
			vod.DescribeAigcFaceInfo            | billed
			monitor.GetMonitorData              | billed
			cvm.DescribeInstanceVncUrl          | one-use address
			lighthouse.DescribeInstanceVncUrl   | one-use address
			iotvideoindustry.DescribeLiveStream | starts a stream
			iotvideoindustry.DescribeChannelLocalRecordURL | starts a stream
			rum.DescribeRumLogExportV2          | creates an export
			tbaas.QueryChainMakerContract       | runs a contract
			sqlserver.DescribeBackupMigration   | said to change something
			sqlserver.DescribeHASwitchLog       | said to change something
			""")
	void whatOnlyLooksLikeAReadIsNot(String name, String why) {
		assertThat(isIdempotent(name)).as(why).isFalse();
		assertThat(isIdempotent(name.toUpperCase())).as("in capitals").isFalse();
		assertThat(isIdempotent(name.toLowerCase())).as("in small letters").isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cpdp.QueryMemberBind", "sts.GetCallerIdentity", "lke.GetAnswerTypeDataCount",
			"faceid.GetDetectInfo", "lkeap.QueryJob", "vod.DescribeMediaInfos", "monitor.DescribeAlarmPolicies",
			"cvm.DescribeInstances", "invented.GetWsToken", "cvm.GetFederationToken" })
	void exceptionsAreNoWiderThanTheyHaveToBe(String name) {
		assertThat(isIdempotent(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sms.SendStatusStatistics", "sms.CallbackStatusStatistics", "sms.SmsPackagesStatistics",
			"ame.BatchDescribeKTVMusicDetails", "essbasic.ChannelDescribeEmployees", "domain.CheckDomain",
			"ckafka.FetchMessageByOffset", "hunyuan.FilesList" })
	void whatOnlyLooksLikeAWriteIsIdempotent(String name) {
		assertThat(isIdempotent(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ckafka.BatchCreateAcl", "essbasic.ChannelCancelFlow", "cpdp.CheckAmount",
			"teo.CheckFreeCertificateVerification", "cfw.CheckClusterNatFwPreAccess", "bi.ExportScreenPage",
			"sms.SendStatus", "notsms.SendStatusStatistics" })
	void mixedVerbIsAWriteUnlessListed(String name) {
		assertThat(isIdempotent(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Describes", "Getaway", "Listen", "Listing", "Queryable", "Counter", "Viewer", "" })
	void verbIsAWholeWord(String action) {
		assertThat(idempotency.isIdempotent("invented", action)).isFalse();
	}

	@Test
	void verbAloneIsEnough() {
		assertThat(idempotency.isIdempotent("yunsou", "Describe")).isTrue();
	}

	@Test
	void caseOfTheProductDoesNotMatter() {
		assertThat(idempotency.isIdempotent("STS", "GetFederationToken")).isFalse();
		assertThat(idempotency.isIdempotent("SMS", "SendStatusStatistics")).isTrue();
	}

	@Test
	void dataIsTidy() {
		Map<String, Object> document = FlatTree.read("actions.yml");
		Map<String, String> not = section(document, "not-idempotent");
		Map<String, String> also = section(document, "idempotent");
		assertThat(document.keySet()).containsExactlyInAnyOrder("read-verbs", "not-idempotent", "idempotent");
		assertThat(lowerCase(not.keySet())).doesNotContainAnyElementsOf(lowerCase(also.keySet()));
		assertThat(List.of(not, also)).allSatisfy((entries) -> entries.forEach((pattern, why) -> {
			assertThat(pattern).matches("(\\*|[a-z0-9]+)\\.\\*?\\w+\\*?");
			assertThat(why).as(pattern).isNotBlank();
		}));
		assertThat((List<?>) document.get("read-verbs")).doesNotHaveDuplicates()
			.allSatisfy((verb) -> assertThat((String) verb).matches("[A-Z][a-z]+"));
	}

	/** {@code lkeap.QueryRewrite} as product and action. */
	private static boolean isIdempotent(String name) {
		int dot = name.indexOf('.');
		return idempotency.isIdempotent(name.substring(0, dot), name.substring(dot + 1));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> section(Map<String, Object> document, String name) {
		return (Map<String, String>) document.get(name);
	}

	private static Set<String> lowerCase(Collection<String> values) {
		return values.stream().map(String::toLowerCase).collect(Collectors.toSet());
	}

}
