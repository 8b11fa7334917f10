package io.github.tencentcloud.resilience.signing;

import java.io.Serializable;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StaticCredentialsProvider} and {@link TencentCloudCredentials}.
 */
class StaticCredentialsProviderTests {

	private final TencentCloudCredentialsProvider provider = new StaticCredentialsProvider(Calls.credentials(),
			Map.of("marketing", Calls.credentials("marketing"), "ops", Calls.credentials("ops")));

	@Test
	void defaultAccount() {
		assertThat(this.provider.resolve(Calls.call()).block(Calls.LIMIT)).isEqualTo(Calls.credentials());
		assertThat(this.provider.refresh(Calls.call()).block(Calls.LIMIT)).isEqualTo(Calls.credentials());
	}

	@Test
	void namedAccount() {
		assertThat(this.provider.resolve(Calls.callOf("Marketing")).block(Calls.LIMIT))
			.isEqualTo(Calls.credentials("marketing"));
		assertThat(this.provider.refresh(Calls.callOf("ops")).block(Calls.LIMIT)).isEqualTo(Calls.credentials("ops"));
	}

	@Test
	void unknownAccount() {
		assertThatExceptionOfType(CredentialsException.class)
			.isThrownBy(() -> this.provider.resolve(Calls.callOf("sales")).block(Calls.LIMIT))
			.withMessage("There are no credentials for the account 'sales'. "
					+ "Set tencentcloud.credentials.accounts.sales.secret-id and .secret-key, "
					+ "or use a known account: [marketing, ops]");
		assertThatExceptionOfType(CredentialsException.class).isThrownBy(
				() -> new StaticCredentialsProvider(null, Map.of()).resolve(Calls.callOf("sales")).block(Calls.LIMIT))
			.withMessageContaining("none is configured");
	}

	@Test
	void noDefaultAccount() {
		TencentCloudCredentialsProvider none = new StaticCredentialsProvider(null, Map.of());
		assertThat(none.resolve(Calls.call()).blockOptional(Calls.LIMIT)).isEmpty();
	}

	@Test
	void defaultAccountFoundOtherwise() {
		TencentCloudCredentialsProvider other = new TencentCloudCredentialsProvider() {

			@Override
			public Mono<TencentCloudCredentials> resolve(TencentCloudCall call) {
				return Mono.just(Calls.credentials("cached"));
			}

			@Override
			public Mono<TencentCloudCredentials> refresh(TencentCloudCall call) {
				return Mono.just(Calls.credentials("fresh"));
			}

		};
		TencentCloudCredentialsProvider both = StaticCredentialsProvider.withDefault(other,
				Map.of("ops", Calls.credentials()));
		assertThat(both.resolve(Calls.call()).block(Calls.LIMIT)).isEqualTo(Calls.credentials("cached"));
		assertThat(both.refresh(Calls.call()).block(Calls.LIMIT)).isEqualTo(Calls.credentials("fresh"));
		assertThat(both.refresh(Calls.callOf("ops")).block(Calls.LIMIT)).isEqualTo(Calls.credentials());
	}

	@Test
	void credentialsAreValues() {
		TencentCloudCredentials credentials = TencentCloudCredentials.of(" id\n", "key\n", " ");
		assertThat(credentials).isEqualTo(TencentCloudCredentials.of("id", "key"))
			.hasSameHashCodeAs(TencentCloudCredentials.of("id", "key"))
			.isNotEqualTo(TencentCloudCredentials.of("id", "key", "token"))
			.isNotEqualTo(TencentCloudCredentials.of("id", "other"))
			.isNotEqualTo(TencentCloudCredentials.of("other", "key"));
		assertThat(credentials.getToken()).isNull();
		assertThat(credentials).isNotInstanceOf(Serializable.class);
	}

	@ParameterizedTest
	@CsvSource({ "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE,AKID…", "AKID12,AKI…", "ab,a…", "a,…" })
	void credentialsShowNoSecret(String secretId, String shown) {
		assertThat(TencentCloudCredentials.of(secretId, Calls.SECRET_KEY, Calls.TOKEN)).hasToString(shown);
	}

	@Test
	void halfACredentialIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> TencentCloudCredentials.of("", "key"))
			.withMessageContaining("SecretId");
		assertThatIllegalArgumentException().isThrownBy(() -> TencentCloudCredentials.of("id", " "))
			.withMessageContaining("SecretKey");
	}

}
