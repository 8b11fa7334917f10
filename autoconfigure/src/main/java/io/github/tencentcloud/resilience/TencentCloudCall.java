package io.github.tencentcloud.resilience;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What identifies a call to Tencent Cloud API 3.0. One call may need several attempts.
 *
 * @param product the product in lower case, for example {@code cvm}
 * @param action the value of {@code X-TC-Action} as the caller wrote it, for example
 * {@code DescribeInstances}, or {@code none}
 * @param version the value of {@code X-TC-Version}, for example {@code 2017-03-12}, or
 * {@code null} if the request has none
 * @param region the region in lower case, for example {@code ap-guangzhou}, or
 * {@code none}
 * @param host the host and, if it is not the scheme's own, the port that the request is
 * sent to
 * @param method the HTTP method
 * @param account the name of the account whose credentials sign the call, or {@code null}
 * for the default account
 */
public record TencentCloudCall(String product, String action, @Nullable String version, String region, String host,
		String method, @Nullable String account) {

	/** Stands for a part of the identity that a request does not have. */
	public static final String NONE = "none";

	/** The prefix of the names of the library's circuit breakers and bulkheads. */
	public static final String NAME_PREFIX = "tencentcloud-";

	/**
	 * Create a call of the default account.
	 * @param product the product
	 * @param action the action
	 * @param version the version, or {@code null}
	 * @param region the region
	 * @param host the host
	 * @param method the HTTP method
	 */
	public TencentCloudCall(String product, String action, @Nullable String version, String region, String host,
			String method) {
		this(product, action, version, region, host, method, null);
	}

	/**
	 * The same call with what the application has configured for its product.
	 * @param version the version, or {@code null}
	 * @param region the region
	 * @param account the account, or {@code null}
	 * @return the call
	 */
	public TencentCloudCall with(@Nullable String version, String region, @Nullable String account) {
		if (Objects.equals(version, this.version) && region.equals(this.region)
				&& Objects.equals(account, this.account)) {
			return this;
		}
		return new TencentCloudCall(this.product, this.action, version, region, this.host, this.method, account);
	}

	/**
	 * The same call, sent to another host.
	 * @param host the host and, if it is not the scheme's own, the port
	 * @return the call
	 */
	public TencentCloudCall at(String host) {
		return new TencentCloudCall(this.product, this.action, this.version, this.region, host, this.method,
				this.account);
	}

}
