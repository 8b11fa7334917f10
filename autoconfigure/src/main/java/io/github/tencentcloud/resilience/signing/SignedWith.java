package io.github.tencentcloud.resilience.signing;

import java.time.Duration;

/**
 * What a request was signed with; needed again if the server refuses it.
 *
 * @param credentials the credentials
 * @param clockOffset the offset of the host's time from the application's
 * @see CredentialRotation#refresh
 * @see ServerClock#learn(String, String, Duration)
 */
public record SignedWith(TencentCloudCredentials credentials, Duration clockOffset) {

}
