package io.github.tencentcloud.resilience.signing;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TestClock;

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
		assertThat(Calls.get(this.provider.resolve(Calls.call()))).isEqualTo(Calls.credentials());
		assertThat(Calls.get(this.provider.refresh(Calls.call()))).isEqualTo(Calls.credentials());
	}

	@Test
	void namedAccount() {
		assertThat(Calls.get(this.provider.resolve(Calls.callOf("Marketing"))))
			.isEqualTo(Calls.credentials("marketing"));
		assertThat(Calls.get(this.provider.refresh(Calls.callOf("ops")))).isEqualTo(Calls.credentials("ops"));
	}

	@Test
	void unknownAccount() {
		assertThatExceptionOfType(CredentialsException.class)
			.isThrownBy(() -> Calls.get(this.provider.resolve(Calls.callOf("sales"))))
			.withMessage("There are no credentials for the account 'sales'. "
					+ "Set tencentcloud.credentials.accounts.sales.secret-id and .secret-key, "
					+ "or use a known account: [marketing, ops]");
		assertThatExceptionOfType(CredentialsException.class)
			.isThrownBy(() -> Calls.get(new StaticCredentialsProvider(null, Map.of()).resolve(Calls.callOf("sales"))))
			.withMessageContaining("none is configured");
	}

	@Test
	void noDefaultAccount() {
		TencentCloudCredentialsProvider none = new StaticCredentialsProvider(null, Map.of());
		assertThat(Calls.get(none.resolve(Calls.call()))).isNull();
	}

	@Test
	void defaultAccountFoundOtherwise() {
		TencentCloudCredentialsProvider other = new TencentCloudCredentialsProvider() {

			@Override
			public CompletionStage<TencentCloudCredentials> resolve(TencentCloudCall call) {
				return CompletableFuture.completedFuture(Calls.credentials("cached"));
			}

			@Override
			public CompletionStage<TencentCloudCredentials> refresh(TencentCloudCall call) {
				return CompletableFuture.completedFuture(Calls.credentials("fresh"));
			}

		};
		TencentCloudCredentialsProvider both = StaticCredentialsProvider.withDefault(other,
				Map.of("ops", Calls.credentials()));
		assertThat(Calls.get(both.resolve(Calls.call()))).isEqualTo(Calls.credentials("cached"));
		assertThat(Calls.get(both.refresh(Calls.call()))).isEqualTo(Calls.credentials("fresh"));
		assertThat(Calls.get(both.refresh(Calls.callOf("ops")))).isEqualTo(Calls.credentials());
	}

	/** Each call asks. */
	@Test
	void costsNothing() {
		assertThat(this.provider.resolve(Calls.call())).isSameAs(this.provider.resolve(Calls.call()))
			.isInstanceOf(CompletableFuture.class);
		assertThat(this.provider.resolve(Calls.callOf("ops"))).isSameAs(this.provider.refresh(Calls.callOf("OPS")));
		CredentialRotation rotation = new CredentialRotation(this.provider, new TestClock());
		assertThat((Object) rotation.resolve(Calls.call(), null)).isSameAs(this.provider.resolve(Calls.call()));
	}

	@Test
	void closesWhatFindsTheDefaultAccount() throws Exception {
		AtomicInteger closed = new AtomicInteger();
		StaticCredentialsProvider.withDefault(new Closeable(closed), Map.of()).close();
		new StaticCredentialsProvider(null, Map.of()).close();
		assertThat(closed).hasValue(1);
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

	private record Closeable(AtomicInteger closed) implements TencentCloudCredentialsProvider, AutoCloseable {

		@Override
		public CompletionStage<TencentCloudCredentials> resolve(TencentCloudCall call) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void close() {
			this.closed.incrementAndGet();
		}

	}

}
