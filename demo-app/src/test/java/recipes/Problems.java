package recipes;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import io.github.tencentcloud.resilience.TencentCloudFailure;

final class Problems {

	private Problems() {
	}

	static ResponseEntity<ProblemDetail> of(TencentCloudFailure failure) {
		HttpStatus status = switch (failure.policy()) {
			case "throttled" -> HttpStatus.TOO_MANY_REQUESTS;
			case "conflict", "capacity", "transient", "network" -> HttpStatus.SERVICE_UNAVAILABLE;
			case "invalid" -> HttpStatus.BAD_REQUEST;
			default -> HttpStatus.BAD_GATEWAY;
		};
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "A service that we need did not do its part.");
		problem.setProperty("code", failure.code());
		problem.setProperty("requestId", failure.requestId());
		ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
		if (status != HttpStatus.BAD_REQUEST && status != HttpStatus.BAD_GATEWAY) {
			response.header(HttpHeaders.RETRY_AFTER, "15");
		}
		return response.body(problem);
	}

}
