package io.github.tencentcloud.resilience.test;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Tencent Cloud, played by a server on a free port of this machine. Tests with
 * {@link AutoConfigureFakeTencentCloud} or {@link FakeTencentCloudExtension} get one; any
 * other program starts it. Safe for use by several threads.
 */
public final class FakeTencentCloud implements AutoCloseable, AssertProvider<FakeTencentCloudAssert> {

	/** The SecretId that the fake knows from the beginning. */
	public static final String SECRET_ID = "AKIDfakeEXAMPLE";

	/** The SecretKey that belongs to {@link #SECRET_ID}. */
	public static final String SECRET_KEY = "KeyOfTheFakeEXAMPLE";

	private final Map<String, Account> accounts = new ConcurrentHashMap<>();

	private final Accounts moreAccounts;

	private final Script script;

	private final Server server;

	/** Held by the thread of the test that uses this fake. */
	private final ReentrantLock turn = new ReentrantLock(true);

	/** Whether a test has used it. Guarded by the turn. */
	private boolean used;

	private FakeTencentCloud(Builder builder) {
		this.accounts.putAll(builder.accounts);
		this.moreAccounts = builder.moreAccounts;
		this.script = new Script(builder.otherwise, builder.most);
		SignatureCheck check = builder.signatures ? new AccountCheck(builder.clock, this::account)
				: SignatureCheck.NONE;
		this.server = Server.start(builder.port,
				new Conversation(check, builder.clock, this.script, builder.remoteControl));
	}

	/**
	 * The SecretId that {@link AutoConfigureFakeTencentCloud} gives to an account of the
	 * application, in place of the real one.
	 * @param account the name of the account in the configuration
	 * @return its SecretId, for example {@code AKIDmarketingEXAMPLE}
	 */
	public static String secretId(String account) {
		return account.isEmpty() ? SECRET_ID : "AKID" + account + "EXAMPLE";
	}

	private @Nullable Account account(String secretId) {
		Account account = this.accounts.get(secretId);
		return (account != null) ? account : this.moreAccounts.find(secretId);
	}

	/**
	 * Start a fake on a free port.
	 * @return the running fake
	 */
	public static FakeTencentCloud start() {
		return builder().start();
	}

	/**
	 * Set a fake up.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Say what is answered to an action. What was said about it before is forgotten.
	 * @param product the product, for example {@code sms}
	 * @param action the action, for example {@code SendSms}
	 * @return what takes the answers
	 */
	public Stub on(String product, String action) {
		return this.script.add(new Stub(product, action));
	}

	/**
	 * Accept the signatures of one more account.
	 * @param secretId its SecretId
	 * @param secretKey its SecretKey
	 * @return this fake
	 */
	public FakeTencentCloud account(String secretId, String secretKey) {
		this.accounts.put(secretId, new Account(secretId, secretKey, null));
		return this;
	}

	/**
	 * What has been received since the start or the last {@link #reset}, each attempt of
	 * a call by itself, and those too whose signature was refused.
	 * @return the requests in their order
	 */
	public List<ReceivedRequest> requests() {
		return this.script.requests();
	}

	/**
	 * The requests for one action, in their order.
	 * @param product the product, for example {@code sms}
	 * @param action the action, for example {@code SendSms}
	 * @return the requests
	 */
	public List<ReceivedRequest> requests(String product, String action) {
		return requests().stream().filter((request) -> request.isFor(product, action)).toList();
	}

	/**
	 * Fail if anything was asked that nobody has stubbed, or a function has failed.
	 * @throws AssertionError with what was asked, and how to stub it
	 */
	public void verifyNothingUnexpected() {
		this.script.verify();
	}

	/**
	 * Forget all stubs and requests.
	 */
	public void reset() {
		this.script.reset();
	}

	/** What happens between two tests that share a fake. */
	void verifyAndReset() {
		try {
			verifyNothingUnexpected();
		}
		finally {
			reset();
		}
	}

	/** Forgets even what a reset keeps. */
	void forgetEverything() {
		this.script.forgetEverything();
	}

	/**
	 * Let a test have this fake for itself, and wait for the test that has it.
	 */
	void beginTest() throws InterruptedException {
		this.turn.lockInterruptibly();
		if (this.used) {
			// What came late is no business of this test. What the start-up asked is that
			// of the first one.
			this.script.forgetRequests();
		}
		this.used = true;
	}

	/**
	 * Give this fake to the next test.
	 * @throws AssertionError if anything unexpected was asked
	 */
	void endTest() {
		if (!this.turn.isHeldByCurrentThread()) {
			// The test was interrupted while it waited for another.
			return;
		}
		try {
			verifyAndReset();
		}
		finally {
			this.turn.unlock();
		}
	}

	/** Stubs that a reset does not touch. */
	void stubAlways(Stub stub) {
		this.script.addLasting(stub);
	}

	/**
	 * Where it listens.
	 * @return host and port
	 */
	public String endpoint() {
		return Server.HOST + ":" + this.server.port();
	}

	/**
	 * What an application needs to call this fake: the address, and credentials.
	 * @return properties by name
	 */
	public Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("tencentcloud.resilience.endpoint", "http://" + endpoint());
		properties.put("tencentcloud.credentials.secret-id", SECRET_ID);
		properties.put("tencentcloud.credentials.secret-key", SECRET_KEY);
		return properties;
	}

	@Override
	public FakeTencentCloudAssert assertThat() {
		return new FakeTencentCloudAssert(this);
	}

	/** Stops without a look at what was asked. */
	void stop() {
		this.server.stop();
	}

	/**
	 * Stop, and fail like {@link #verifyNothingUnexpected}.
	 */
	@Override
	public void close() {
		stop();
		verifyNothingUnexpected();
	}

	@Override
	public String toString() {
		return "fake Tencent Cloud at " + endpoint();
	}

	/**
	 * Sets a fake up.
	 */
	public static final class Builder {

		private final Map<String, Account> accounts = new LinkedHashMap<>();

		private Accounts moreAccounts = (secretId) -> null;

		private int port;

		private boolean signatures = true;

		private int most = Integer.MAX_VALUE;

		private Clock clock = Clock.systemUTC();

		private @Nullable Function<ReceivedRequest, Answer> otherwise;

		private @Nullable RemoteControl remoteControl;

		private Builder() {
			account(SECRET_ID, SECRET_KEY, null);
		}

		/**
		 * The port.
		 * @param port the port, 0 for any free one
		 * @return this builder
		 */
		public Builder port(int port) {
			Assert.isTrue(port >= 0 && port <= 65_535, "'port' must be from 0 to 65535");
			this.port = port;
			return this;
		}

		/**
		 * An account whose signatures are accepted.
		 * @param secretId its SecretId
		 * @param secretKey its SecretKey
		 * @param token the token that has to come along with temporary credentials, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder account(String secretId, String secretKey, @Nullable String token) {
			this.accounts.put(secretId, new Account(secretId, secretKey, token));
			return this;
		}

		/** Accounts that may not be known yet. */
		Builder accounts(Accounts accounts) {
			this.moreAccounts = accounts;
			return this;
		}

		Builder remoteControl(RemoteControl remoteControl) {
			this.remoteControl = remoteControl;
			return this;
		}

		/**
		 * Whether signatures are checked.
		 * @param signatures {@code false} to accept every request, signed or not
		 * @return this builder
		 */
		public Builder signatures(boolean signatures) {
			this.signatures = signatures;
			return this;
		}

		/**
		 * The server's clock, for the age of signatures and the header {@code Date}.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * What to answer where there is no stub. Nothing is unexpected then.
		 * @param otherwise from the request to its answer, called by threads of the
		 * server
		 * @return this builder
		 */
		public Builder otherwise(Function<ReceivedRequest, Answer> otherwise) {
			this.otherwise = otherwise;
			return this;
		}

		/**
		 * Whether requests are remembered.
		 * @param recording {@code false} for a fake that runs for long
		 * @return this builder
		 */
		public Builder recording(boolean recording) {
			return recording(recording ? Integer.MAX_VALUE : 0);
		}

		/** Remembers the newest only. */
		Builder recording(int most) {
			this.most = most;
			return this;
		}

		/**
		 * Start it.
		 * @return the running fake
		 * @throws IllegalStateException if something else listens on the port; its cause
		 * is a {@link java.net.BindException}
		 */
		public FakeTencentCloud start() {
			return new FakeTencentCloud(this);
		}

	}

}
