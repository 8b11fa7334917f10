package io.github.tencentcloud.resilience.sdk;

import com.tencentcloudapi.common.AbstractClient;
import com.tencentcloudapi.common.profile.ClientProfile;

/**
 * Makes the calls of the vendor's Java SDK fail, be repeated or short-circuited by the
 * error code in the body, as those of Spring's clients are. Everything hangs on the
 * profile that a client is made with: the bean of type {@code ClientProfile} is guarded,
 * and so is any other that has been given to {@link #guard}.
 *
 * <pre class="code">
 * SmsClient sms = new SmsClient(credential, "ap-guangzhou", sdk.guard(new ClientProfile()));
 * </pre>
 *
 * <p>
 * Attributes and a deadline for the calls of a thread come from a
 * {@code TencentCloudScope}. A call that fails in the end raises the SDK's own exception,
 * with ours as its cause.
 */
public class TencentCloudSdk implements AutoCloseable {

	private final SdkClients clients;

	/**
	 * Create it.
	 * @param calls finds out what becomes of each request
	 */
	public TencentCloudSdk(SdkCalls calls) {
		this.clients = new SdkClients(calls);
	}

	/**
	 * A new profile whose clients are guarded, whatever is set on it afterwards.
	 * @return the profile, which belongs to the caller
	 */
	public ClientProfile newProfile() {
		return new GuardedClientProfile(this.clients);
	}

	/**
	 * Guard the clients that are made with a profile from now on. What has been set on
	 * its {@code HttpProfile} holds, and what is set on either of them later, too; but
	 * another {@code HttpProfile} would take the guard away.
	 * @param profile the profile, which gets another {@code HttpProfile}
	 * @return the same profile
	 */
	public ClientProfile guard(ClientProfile profile) {
		if (!isGuarded(profile)) {
			profile.setHttpProfile(new GuardedHttpProfile(profile, profile.getHttpProfile(), this.clients));
		}
		return profile;
	}

	/**
	 * Whether the clients that are made with a profile are guarded.
	 * @param profile the profile
	 * @return {@code true} if they are
	 */
	public static boolean isGuarded(ClientProfile profile) {
		return GuardedHttpProfile.isGuarded(profile.getHttpProfile());
	}

	/**
	 * Whether a client has been made with a profile that is guarded.
	 * @param client the client
	 * @return {@code true} if its calls are guarded
	 */
	public static boolean isGuarded(AbstractClient client) {
		return isGuarded(client.getClientProfile());
	}

	/**
	 * Let connections go that nobody uses. Clients still work afterwards.
	 */
	@Override
	public void close() {
		this.clients.close();
	}

}
