package io.github.tencentcloud.resilience.sdk;

import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;

/**
 * A profile that guards whatever {@code HttpProfile} it is given: most programs make one
 * of their own.
 */
final class GuardedClientProfile extends ClientProfile {

	private final SdkClients clients;

	GuardedClientProfile(SdkClients clients) {
		this.clients = clients;
		setHttpProfile(new HttpProfile());
	}

	@Override
	public void setHttpProfile(HttpProfile profile) {
		super.setHttpProfile(
				GuardedHttpProfile.isGuarded(profile) ? profile : new GuardedHttpProfile(this, profile, this.clients));
	}

}
