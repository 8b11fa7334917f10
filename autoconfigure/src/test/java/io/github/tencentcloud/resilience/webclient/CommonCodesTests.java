package io.github.tencentcloud.resilience.webclient;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The codes that every product may answer with, over HTTP.
 */
class CommonCodesTests extends AbstractCodesTests {

	private static final List<String> COMMON = List.of("RequestLimitExceeded", "RequestLimitExceeded.IPLimitExceeded",
			"RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
			"InternalError", "ServiceUnavailable", "FailedOperation", "ResponseSizeLimitExceeded",
			"RequestSizeLimitExceeded", "ResourceInUse", "ResourceUnavailable", "ResourceInsufficient", "LimitExceeded",
			"AuthFailure.SignatureExpire", "AuthFailure.TokenFailure", "AuthFailure.SignatureFailure",
			"AuthFailure.InvalidAuthorization", "AuthFailure.InvalidSecretId", "AuthFailure.SecretIdNotFound",
			"AuthFailure.MFAFailure", "AuthFailure.UnauthorizedOperation", "UnauthorizedOperation", "DryRunOperation",
			"ActionOffline", "InvalidAction", "NoSuchVersion", "NoSuchProduct", "UnsupportedRegion",
			"UnsupportedProtocol", "InvalidParameter", "InvalidParameterValue", "MissingParameter", "UnknownParameter",
			"InvalidRequest", "IpInBlacklist", "IpNotInWhitelist", "ResourceNotFound", "UnsupportedOperation");

	static List<Row> rows() {
		return table("/common-codes.tsv").stream()
			.map((values) -> Row.of("cvm", "RunInstances", "DescribeInstances", values))
			.toList();
	}

	@Test
	void allCommonCodesAreThere() {
		assertThat(COMMON).hasSize(38);
		assertThat(rows()).extracting(Row::code).containsExactlyInAnyOrderElementsOf(COMMON);
	}

	@Test
	void allCommonCodesKeepTheirPlaceInTheMeters() {
		CodeRules rules = Catalogue.load().rules();
		assertThat(COMMON).filteredOn((code) -> !rules.lists(code)).isEmpty();
	}

}
