package recipes;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;

import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.RestClientException;

import io.github.tencentcloud.resilience.TencentCloudException;
import io.github.tencentcloud.resilience.TencentCloudFailure;

@RestControllerAdvice
class TencentCloudProblems {

	@ExceptionHandler({ TencentCloudException.class, CallNotPermittedException.class, BulkheadFullException.class,
			RestClientException.class })
	ResponseEntity<ProblemDetail> handle(RuntimeException ex) {
		return TencentCloudFailure.of(ex).map(Problems::of).orElseThrow(() -> ex);
	}

}
