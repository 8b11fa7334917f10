package io.github.tencentcloud.resilience;

/**
 * Attached as a suppressed exception to an error that is not ours, so that its stack
 * trace shows the attempts, too. Has no stack trace of its own.
 */
final class AttachedFailure extends RuntimeException implements FailureSource {

	private final TencentCloudFailure failure;

	AttachedFailure(TencentCloudFailure failure) {
		super(failure.code() + " [" + failure.describe() + "]", null, false, false);
		this.failure = failure;
	}

	@Override
	public TencentCloudFailure getFailure() {
		return this.failure;
	}

}
