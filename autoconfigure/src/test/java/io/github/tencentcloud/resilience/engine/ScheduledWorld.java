package io.github.tencentcloud.resilience.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import reactor.core.publisher.Mono;

import org.springframework.test.util.ReflectionTestUtils;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdaptivePacer;
import io.github.tencentcloud.resilience.admission.Admission;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.Gate;
import io.github.tencentcloud.resilience.admission.GateRefusal;
import io.github.tencentcloud.resilience.admission.PaceLevel;
import io.github.tencentcloud.resilience.admission.PacingSettings;
import io.github.tencentcloud.resilience.admission.QuotaGate;
import io.github.tencentcloud.resilience.admission.RateLimit;
import io.github.tencentcloud.resilience.admission.RetryBudget;
import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRule;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.PolicySettings;
import io.github.tencentcloud.resilience.policy.StreamFormats;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservations;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.FailureLog;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the calls of one schedule share: real breakers, bulkheads, budgets, gates and
 * credentials, whose settings are chosen too, and books of all that is taken and given
 * back. Whenever one of them is asked for something, a caller may just then go.
 */
final class ScheduledWorld {

	static final String PRODUCT = "cvm";

	static final String OTHER_HOST = "cvm.ap-guangzhou.tencentcloudapi.com";

	/** From this size on a body is released before its end. */
	static final long HOLD_BACK = 64;

	private static final Catalogue CATALOGUE = Catalogue.load();

	/** Chance belongs to the schedule alone. */
	private static final PolicyResolver POLICIES = policies(null);

	private static final PolicyResolver POLICIES_WITHOUT_DELAYS = policies(Duration.ZERO);

	private static final StreamFormats STREAMS = StreamFormats.load();

	private static final Idempotency IDEMPOTENCY = Idempotency.load();

	final Choices choices;

	/** In real time, by several threads. */
	final boolean racing;

	final Time time = new ReactorTime();

	final WaitingCalls waiting;

	final Books books = new Books();

	final int retryCost = 5;

	final int throttledCost;

	final boolean signed;

	final boolean failOver;

	final Engine engine;

	private final CircuitBreakers breakers;

	private final AdmissionControl throttling;

	final PolicyResolver policies;

	private final CallInstruments instruments;

	final CallSigning signing;

	private final BulkheadRegistry bulkheadRegistry = BulkheadRegistry.ofDefaults();

	private final Bulkheads bulkheads;

	private final RetryBudgets budgets;

	private final AdaptivePacer pacer;

	private final int places;

	private final Collection<Attempt> attempts = new ConcurrentLinkedQueue<>();

	private final List<Ledger> ledgers = new ArrayList<>();

	/** Turns that were asked for and are still to come. */
	private final Collection<CompletableFuture<Void>> turns = new ConcurrentLinkedQueue<>();

	private final Collection<Event> events = new ConcurrentLinkedQueue<>();

	/** The application stops. */
	private volatile boolean stopped;

	private volatile Duration clockStep = Duration.ZERO;

	/** Is asked whenever something is about to be taken or given back. */
	private volatile Runnable interruption = () -> {
	};

	private final AtomicInteger key = new AtomicInteger();

	ScheduledWorld(Choices choices, boolean racing) {
		this.choices = choices;
		this.racing = racing;
		this.signed = !racing && choices.oneIn(2);
		this.failOver = choices.oneIn(4);
		this.throttledCost = choices.of(0, 5);
		int capacity = choices.of(100, 10, 5);
		this.budgets = new RetryBudgets(
				(product) -> new RetryBudgetSettings(true, capacity, this.retryCost, this.throttledCost, 0),
				(product, budget) -> {
				});
		BulkheadSettings bulkhead = choices.of(null, new BulkheadSettings(1, Duration.ZERO),
				new BulkheadSettings(1, Duration.ofSeconds(2)), new BulkheadSettings(2, Duration.ofSeconds(5)));
		this.places = (bulkhead != null) ? bulkhead.maxConcurrentCalls() : Integer.MAX_VALUE;
		this.bulkheads = new Bulkheads(this.bulkheadRegistry, (product) -> bulkhead, this.time);
		boolean paced = choices.oneIn(3);
		this.pacer = new AdaptivePacer((product) -> new PacingSettings(paced, 0.5, 1), this.time);
		RateLimit limit = choices.oneIn(4) ? new RateLimit(1, Duration.ofSeconds(1)) : null;
		List<Gate> gates = List.of(new QuotaGate((product, action) -> limit, 2, null, this.time), this.pacer,
				new ChosenGate());
		Clock clock = ((InstantSource) () -> this.time.instant().plus(this.clockStep)).withZone(ZoneOffset.UTC);
		ServerClock serverClock = new ServerClock(clock);
		this.signing = new CallSigning(new RequestSigner((request) -> true),
				new CredentialRotation(new ChosenCredentials(), clock), serverClock, false, null);
		this.breakers = breakers(choices.oneIn(4));
		this.throttling = new AdmissionControl(racing ? List.of(new ChosenGate()) : gates, this.budgets, this.bulkheads,
				this.time);
		this.policies = racing ? POLICIES_WITHOUT_DELAYS : POLICIES;
		this.instruments = new CallInstruments(this.books, CallObservations.NOOP,
				new FailureLog(Duration.ofDays(1), this.time).withoutFailures());
		EngineSettings settings = new EngineSettings((product, action) -> CallSettings.DEFAULTS,
				(product) -> ProductDefaults.NONE, this.policies, IDEMPOTENCY, this.breakers, this.throttling,
				HOLD_BACK);
		this.engine = new Engine(new TargetHosts(List.of("*.tencentcloudapi.com"), Map.of()), () -> settings,
				TestSettings.nothingSwitched(), this.instruments, this.signing, this.time);
		this.waiting = this.engine.waiting();
	}

	private static PolicyResolver policies(Duration delay) {
		PolicySettings certain = new PolicySettings(null, null, delay, null, Duration.ZERO, null, null, null, null);
		Map<String, Policy> policies = new HashMap<>();
		CATALOGUE.policies().forEach((name, policy) -> policies.put(name, certain.over(name, policy)));
		// Who asks for it does not get it.
		Map<String, CodeRule> codes = new HashMap<>();
		for (String code : List.of(ClientErrors.ITEMS_FAILED, ClientErrors.LIBRARY)) {
			codes.put(code, new CodeRule(code, "retry", null));
		}
		return new PolicyResolver(new CodeRules(codes, Map.of(), Map.of()), CATALOGUE.rules(), policies,
				Policy.UNKNOWN);
	}

	private CircuitBreakers breakers(boolean none) {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		CircuitBreakerConfig config = CircuitBreakerConfig.custom()
			.slidingWindowType(SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(4)
			.minimumNumberOfCalls(2)
			.waitDurationInOpenState(Duration.ofSeconds(2))
			.permittedNumberOfCallsInHalfOpenState(1)
			.build();
		CircuitBreakers breakers = new CircuitBreakers(registry,
				(product) -> new BreakerSettings(!none, EnumSet.of(BreakerScope.PRODUCT, BreakerScope.HOST), config),
				this.time);
		if (!none) {
			for (String host : List.of("cvm.tencentcloudapi.com", OTHER_HOST)) {
				CircuitBreaker breaker = Objects.requireNonNull(breakers.of(call("none").at(host))).breaker();
				Ledger ledger = new Ledger(breaker);
				this.ledgers.add(ledger);
				registry.replace(breaker.getName(), ledger.watched());
			}
		}
		return breakers;
	}

	static TencentCloudCall call(String action) {
		return new TencentCloudCall(PRODUCT, action, null, "none", "cvm.tencentcloudapi.com", "POST");
	}

	/** Begin a call, as the engine does, but with options that are drawn. */
	Call begin(CallLog log, CallOptions options) {
		CallSigning signing = this.signed ? this.signing : null;
		RequestHead request = Heads.request(log.call().action());
		PreparedCall prepared = new PreparedCall(log.call(), request.uri(), Map.of(),
				this.signed ? this.signing.forCall(log.call(), null, null, null) : null,
				this.failOver ? new FailOver(List.of(OTHER_HOST), signing, null, null) : null);
		return new Call(options, log, new RetrySafety(options.idempotent(), request),
				new Endpoints(prepared, this.breakers), this.throttling,
				new BodyJudgeFactory(log, options.items(), STREAMS, options.unwrap(), HOLD_BACK), null, this.waiting,
				this.engine.faults(), this.time);
	}

	CallLog log(String action) {
		return new CallLog(call(action), this.policies, this.instruments, CallObservation.NONE, false, this.time);
	}

	RetryBudget budget() {
		return Objects.requireNonNull(this.budgets.of(PRODUCT));
	}

	boolean isThrottled(String policy) {
		return policy.equals(Policy.THROTTLED);
	}

	void interruptWith(Runnable interruption) {
		this.interruption = interruption;
	}

	void tell(String event) {
		this.events.add(new Event(this.time.nanos(), event));
	}

	/** Somebody sets the machine's clock. */
	void stepClock() {
		this.clockStep = this.clockStep.plus(this.choices.of(Duration.ofHours(1), Duration.ofHours(-2)));
		tell("the clock is set");
	}

	/** A turn that is waited for comes, or is refused. */
	void turnComes() {
		for (CompletableFuture<Void> turn : this.turns) {
			this.turns.remove(turn);
			if (this.choices.oneIn(4)) {
				tell("a turn is refused");
				turn.completeExceptionally(new GateRefusal("not today"));
			}
			else {
				tell("a turn comes");
				turn.complete(null);
			}
			return;
		}
	}

	void stop() {
		tell("stop");
		this.waiting.close();
		this.stopped = true;
	}

	void start() {
		tell("start");
		this.waiting.open();
		this.stopped = false;
	}

	boolean isStopped() {
		return this.stopped;
	}

	/** An attempt is under way. */
	void sent(Attempt attempt) {
		this.attempts.removeIf(Attempt::hasEnded);
		this.attempts.add(attempt);
		// One may have ended as its caller went, before its own thread came here.
		assertThat(this.attempts).as("attempts at the same time")
			.filteredOn((other) -> !other.hasEnded())
			.hasSizeLessThanOrEqualTo(this.places);
	}

	String story() {
		return this.events.stream()
			.map((event) -> String.format(Locale.ROOT, "%.3f %s", event.nanos() / 1e9, event.text()))
			.collect(Collectors.joining("\n"));
	}

	/** Nobody holds anything any more. */
	void checkBalance(int least, int most) {
		for (Ledger ledger : this.ledgers) {
			assertThat(ledger.taken).as("permits of %s that were not given back", ledger.breaker).hasValue(0);
		}
		for (Bulkhead bulkhead : this.bulkheadRegistry.getAllBulkheads()) {
			Bulkhead.Metrics metrics = bulkhead.getMetrics();
			assertThat(metrics.getAvailableConcurrentCalls()).as("places that are free")
				.isEqualTo(metrics.getMaxAllowedConcurrentCalls());
		}
		Admission admission = new AdmissionControl(List.of(), RetryBudgets.none(), this.bulkheads, this.time)
			.admission(call("none"), this.time.nanos() + 1);
		assertThat(admission.enter(1)).as("the wait for a place where nobody else waits").isNull();
		admission.leave();
		assertThat(budget().tokens()).as("tokens").isBetween(least, most);
		assertThat(this.turns).as("turns that are waited for").isEmpty();
		assertThat(this.pacer.levels()).as("paces").extracting(PaceLevel::waiting).allMatch((queue) -> queue == 0);
		assertThat((Set<?>) ReflectionTestUtils.getField(this.waiting, "waits")).as("waits").isEmpty();
		assertThat(this.books.unknown).as("books of calls that there are not").isEmpty();
	}

	/** The breaker that is asked, and how many of its permits are taken. */
	private final class Ledger {

		private final CircuitBreaker breaker;

		private final AtomicInteger taken = new AtomicInteger();

		Ledger(CircuitBreaker breaker) {
			this.breaker = breaker;
		}

		CircuitBreaker watched() {
			return (CircuitBreaker) Proxy.newProxyInstance(CircuitBreaker.class.getClassLoader(),
					new Class<?>[] { CircuitBreaker.class }, (proxy, method, args) -> invoke(method, args));
		}

		private Object invoke(Method method, Object[] args) throws Throwable {
			String name = method.getName();
			boolean gives = List.of("onSuccess", "onError", "onResult", "releasePermission").contains(name);
			boolean takes = name.equals("tryAcquirePermission");
			if (takes || gives) {
				ScheduledWorld.this.interruption.run();
			}
			Object result;
			try {
				result = method.invoke(this.breaker, args);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
			if (gives || (takes && (Boolean) result)) {
				int taken = this.taken.addAndGet(gives ? -1 : 1);
				if (taken < 0) {
					ScheduledWorld.this.books.unknown.add("a permit of " + this.breaker + " was given back twice");
				}
				ScheduledWorld.this.interruption.run();
			}
			return result;
		}

	}

	/** A gate that lets pass at once, late, never, or breaks. */
	private final class ChosenGate implements Gate {

		@Override
		public CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline) {
			ScheduledWorld.this.interruption.run();
			return switch (ScheduledWorld.this.choices.below(24)) {
				case 19, 20, 21 -> later();
				case 22 -> CompletableFuture.failedStage(new GateRefusal("not today"));
				case 23 -> throw new IllegalStateException("a gate breaks");
				default -> null;
			};
		}

		private CompletionStage<?> later() {
			CompletableFuture<Void> turn = new CompletableFuture<>();
			ScheduledWorld.this.turns.add(turn);
			turn.whenComplete((come, error) -> ScheduledWorld.this.turns.remove(turn));
			return turn;
		}

		@Override
		public void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
			if (!throttled) {
				ScheduledWorld.this.books.of(call).wells.incrementAndGet();
			}
			ScheduledWorld.this.interruption.run();
		}

	}

	/** Credentials that are others when they are refreshed, or not, or never come. */
	private final class ChosenCredentials implements TencentCloudCredentialsProvider {

		@Override
		public CompletionStage<TencentCloudCredentials> resolve(TencentCloudCall call) {
			return CompletableFuture.completedStage(key(ScheduledWorld.this.key.get()));
		}

		@Override
		public CompletionStage<TencentCloudCredentials> refresh(TencentCloudCall call) {
			ScheduledWorld.this.interruption.run();
			return switch (ScheduledWorld.this.choices.below(6)) {
				case 1 -> resolve(call);
				case 2 -> new CompletableFuture<>();
				case 3 -> CompletableFuture.failedStage(new IllegalStateException("no credentials"));
				case 4 -> Mono.just(next()).delayElement(Duration.ofSeconds(1)).toFuture();
				default -> CompletableFuture.completedStage(next());
			};
		}

		private TencentCloudCredentials next() {
			return key(ScheduledWorld.this.key.incrementAndGet());
		}

		private static TencentCloudCredentials key(int key) {
			return TencentCloudCredentials.of("id" + key, "key" + key, null);
		}

	}

	/** What the meters were told, by action, which is another for each call. */
	final class Books implements CallMeters {

		private final Map<String, Book> books = new HashMap<>();

		final List<String> unknown = new CopyOnWriteArrayList<>();

		Book open(String action) {
			Book book = new Book();
			this.books.put(action, book);
			return book;
		}

		private Book of(TencentCloudCall call) {
			return Objects.requireNonNull(this.books.get(call.action()));
		}

		@Override
		public void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
			of(call).attempts.add(code);
			ScheduledWorld.this.interruption.run();
		}

		@Override
		public void call(TencentCloudCall call, String code, String policy, CallOutcome outcome, long nanos) {
			of(call).ends.add(new End(code, outcome));
			ScheduledWorld.this.interruption.run();
		}

		@Override
		public void retry(TencentCloudCall call, String code, RetryResult result) {
			of(call).wishes.add(code);
		}

		@Override
		public void retryDelay(TencentCloudCall call, String code, long nanos) {
			ScheduledWorld.this.interruption.run();
		}

		@Override
		public void pacing(TencentCloudCall call, long nanos) {
			ScheduledWorld.this.interruption.run();
		}

	}

	/** What the meters were told of one call. */
	static final class Book {

		final List<String> attempts = new CopyOnWriteArrayList<>();

		final List<End> ends = new CopyOnWriteArrayList<>();

		final List<String> wishes = new CopyOnWriteArrayList<>();

		/** How often the gates were told that the server does not throttle. */
		final AtomicInteger wells = new AtomicInteger();

	}

	/**
	 * Something that happened.
	 *
	 * @param nanos when
	 * @param text what
	 */
	private record Event(long nanos, String text) {

	}

	/**
	 * How a call ended.
	 *
	 * @param code its code
	 * @param outcome its outcome
	 */
	record End(String code, CallOutcome outcome) {

	}

}
