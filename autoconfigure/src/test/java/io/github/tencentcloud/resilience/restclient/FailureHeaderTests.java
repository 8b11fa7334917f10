package io.github.tencentcloud.resilience.restclient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureHeader}, and for the one who reads it.
 */
class FailureHeaderTests {

	private static final TencentCloudFailure FAILURE = failure("ClientError.HttpStatusCodeError.502",
			"Bad Gateway & more=less, 你好 100 %", "r-1", RetryResult.EXHAUSTED, NoRetryReason.RETRIES_USED_UP);

	@Test
	void saysWhatIsKnownOfTheFailure() {
		String header = FailureHeader.write(FAILURE);
		assertThat(header).isPrintable().isASCII();
		TencentCloudFailure read = FailureHeader.read(header);
		assertThat(read).usingRecursiveComparison().ignoringFields("history").isEqualTo(FAILURE);
		assertThat(read.history()).extracting(AttemptSummary::code)
			.containsExactly("Internal,Error", "ClientError.HttpStatusCodeError.502");
	}

	@Test
	void leavesOutWhatIsNotThere() {
		TencentCloudFailure failure = failure("ClientError.HttpStatusCodeError.404", "", null, null, null);
		assertThat(FailureHeader.read(FailureHeader.write(failure))).usingRecursiveComparison()
			.ignoringFields("history")
			.isEqualTo(failure);
	}

	@Test
	void readerFindsItInExceptionsForAnotherStatus() {
		RestClientResponseException exception = exception(FailureHeader.write(FAILURE));
		assertThat(TencentCloudFailure.of(exception)).get().extracting(TencentCloudFailure::attempts).isEqualTo(2);
		assertThat(TencentCloudFailure.of(new IllegalStateException(exception))).get()
			.extracting(TencentCloudFailure::policy)
			.isEqualTo("transient");
	}

	@Test
	void otherExceptionsHaveNone() {
		assertThat(new RestClientFailureReader().read(new ResourceAccessException("reset"))).isNull();
		assertThat(new RestClientFailureReader()
			.read(new RestClientResponseException("m", HttpStatus.BAD_GATEWAY, "s", null, null, null))).isNull();
		assertThat(new RestClientFailureReader().read(exception(null))).isNull();
	}

	/** Whoever answers could send such a header too. */
	@ParameterizedTest
	@ValueSource(strings = { "", "&", "=", "code", "%", "code=%ZZ", "by=me&code=OK",
			"by=&code=OK&message=m&product=cvm&action=A&region=r&policy=p&decision=RETRY&attempts=OK&elapsed=1",
			"code=OK&message=m&product=cvm&action=A&region=r&policy=p&decision=RETRY&attempts=OK&elapsed=1" })
	void ofTheServerItselfIsNothing(String header) {
		assertThat(FailureHeader.read(header)).isNull();
		assertThat(TencentCloudFailure.of(exception(header))).isEmpty();
	}

	/** Somebody may have changed it on its way. */
	@Test
	void damagedIsNothing() {
		String header = FailureHeader.write(FAILURE);
		int damaged = 0;
		for (int end = 0; end < header.length(); end++) {
			if (FailureHeader.read(header.substring(0, end)) == null) {
				damaged++;
			}
		}
		assertThat(damaged).isGreaterThan(header.lastIndexOf("elapsed="));
		assertThat(FailureHeader.read(header.replace("decision=", "decision=X"))).isNull();
		assertThat(FailureHeader.read(header.replace("elapsed=", "elapsed=X"))).isNull();
		assertThat(FailureHeader.read(header.replace("code=", "cod="))).isNull();
	}

	private static RestClientResponseException exception(String header) {
		HttpHeaders headers = new HttpHeaders();
		if (header != null) {
			headers.set(FailureHeader.NAME, header);
		}
		return HttpServerErrorException.create(HttpStatus.BAD_GATEWAY, "Bad Gateway", headers, new byte[0], null);
	}

	private static TencentCloudFailure failure(String code, String message, String requestId, RetryResult result,
			NoRetryReason reason) {
		return new TencentCloudFailure(code, message, requestId, "cvm", "DescribeZones", "none", "transient",
				Decision.CIRCUIT_BREAK,
				List.of(new AttemptSummary("Internal,Error", "r-0", "transient", Duration.ofMillis(3)),
						new AttemptSummary(code, requestId, "transient", Duration.ofMillis(4))),
				Duration.ofMillis(7), Map.of(), result, reason);
	}

}
