package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.KnownNames;
import io.github.tencentcloud.resilience.webclient.SdkCodes;
import io.github.tencentcloud.resilience.webclient.SdkJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeantNames} and {@link TypingError}: what is mistyped is found, and
 * nothing that exists is taken for it.
 */
class MeantNamesTests {

	private static final Pattern ACTION = Pattern
		.compile("com/tencentcloudapi/(\\w+)/v\\d+/models/(\\w+)Request\\.class");

	private final MeantNames names = new MeantNames(Catalogue.load(), KnownNames::load, BoundedMap.remembering());

	@ParameterizedTest
	@CsvSource({ "RequestLimitExeeded, RequestLimitExceeded", "requestlimitexeeded, RequestLimitExceeded",
			"RequestLimtExceeded.UinLimitExceeded, RequestLimitExceeded.UinLimitExceeded",
			"FailedOperatoin.Whatever, FailedOperation.Whatever", "InternalEror, InternalError",
			"AuthFailure.SignatureExpired, AuthFailure.SignatureExpire",
			"ClientError.NetworkErorr, ClientError.NetworkError",
			"ClientErrors.NetworkError.Reset, ClientError.NetworkError.Reset",
			"FailedOperation.MutexTaskRuning, FailedOperation.MutexTaskRunning", "RequestLimitExceeded,",
			"FailedOperation,", "InternalError.Whatever,", "MyOwnCode,", "4000,", "A,", "''," })
	void code(String written, String meant) {
		assertThat(this.names.code(written)).isEqualTo(meant);
	}

	@ParameterizedTest
	@CsvSource({ "MutexTaskRuning, MutexTaskRunning", "MutexTaskRunning,", "Whatever," })
	void reason(String written, String meant) {
		assertThat(this.names.reason(written)).isEqualTo(meant);
	}

	@ParameterizedTest
	@CsvSource({ "cmv, cvm", "smms, sms", "lightouse, lighthouse", "lighthose, lighthouse", "hunyaun, hunyuan", "cvm,",
			"CVM,", "cvx,", "xyz,", "mine," })
	void product(String written, String meant) {
		assertThat(this.names.product(written)).isEqualTo(meant);
	}

	@ParameterizedTest
	@CsvSource({ "sms, SendSMSs, SendSms", "sms, SedSms, SendSms", "SMS, sendsmss, SendSms", "sms, SendSms,",
			"sms, sendsms,", "sms, SendSms2,", "cvm, SendSMSs,", "unheard, SendSMSs," })
	void action(String product, String written, String meant) {
		assertThat(this.names.action(product, written)).isEqualTo(meant);
	}

	@ParameterizedTest
	@CsvSource({ "guangzhou, ap-guangzhou", "Guangzhou, ap-guangzhou", "ap-guangzou, ap-guangzhou",
			"ap-guangzhou-3, ap-guangzhou", "frankfurt, eu-frankfurt", "ap-shanghai-fsi-1, ap-shanghai-fsi",
			"ap-guangzhou,", "AP-GUANGZHOU,", "ap-shenzhen-fsi,", "ap-nowhere,", "us-east-1," })
	void region(String written, String meant) {
		assertThat(this.names.region(written)).isEqualTo(meant);
	}

	@Test
	void noCodeOfTheSdkIsTakenForAnother() {
		Set<String> codes = SdkCodes.all().stream().map(SdkCodes.SdkCode::code).collect(Collectors.toSet());
		assertThat(codes).hasSizeGreaterThan(11_000).allSatisfy((code) -> {
			assertThat(this.names.code(code)).as(code).isNull();
			assertThat(this.names.reason(code.substring(code.indexOf('.') + 1))).as(code).isNull();
		});
	}

	@Test
	void noActionOfTheSdkIsTakenForAnother() {
		assertThat(SdkJar.classes(ACTION)).hasSizeGreaterThan(13_000)
			.allSatisfy((action) -> assertThat(this.names.action(action.group(1), action.group(2))).as(action.group(2))
				.isNull());
	}

	@Test
	void everyProductOfTheSdkIsKnown() {
		Set<String> products = SdkJar.classes(ACTION)
			.stream()
			.map((action) -> action.group(1))
			.collect(Collectors.toSet());
		assertThat(KnownNames.load().products()).hasSizeGreaterThan(200).containsAll(products);
	}

	/** What is not known may come to exist: hardly any of it would be asked about. */
	@Test
	void productThatIsNotKnownYetIsHardlyEverTakenForAnother() {
		Set<String> products = KnownNames.load().products();
		assertThat(products.stream().filter((product) -> {
			Set<String> others = new TreeSet<>(products);
			others.remove(product);
			return TypingError.meant(product, others) != null;
		})).hasSizeLessThan(products.size() / 15);
	}

	@ParameterizedTest
	@CsvSource({ "abcd, abdc, SWAPPED", "abc, abbc, DOUBLED", "abb, ab, DOUBLED", "abcd, abcde, MISSED", "abc, abcd,",
			"abcdef, abcdxf, REPLACED", "abcde, abcdx,", "ABCDEF, abcdfe, SWAPPED", "name2, name3,", "name, name2,",
			"abcdef, abcdef,", "abcdef, bacdfe,", "abcdef, abcd," })
	void between(String one, String other, @Nullable TypingError expected) {
		assertThat(TypingError.between(one, other)).isEqualTo(expected);
		assertThat(TypingError.between(other, one)).isEqualTo(expected);
	}

}
