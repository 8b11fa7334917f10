package io.github.tencentcloud.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;

/**
 * Switches retries off, or the mode, in a running application, for one product or for
 * all, and only for a while. Each switch is logged. It applies to this instance of the
 * application, and to calls that begin while it is active.
 */
public class TencentCloudResilienceControl implements AutoCloseable {

	/** Anything that should last longer belongs in the configuration. */
	public static final Duration LONGEST = Duration.ofHours(24);

	/**
	 * The longest name of a product. Its switch is checked by each call, logged and
	 * listed.
	 */
	public static final int LONGEST_PRODUCT = 100;

	/** Each call checks all switches. All products together count as one. */
	private static final int MAX_PRODUCTS = 50;

	private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

	private static final String SWITCHED = "switched";

	private static final Logger logger = LoggerFactory.getLogger("io.github.tencentcloud.resilience.switches");

	private final Clock clock;

	/** Advances evenly, even if the system clock is changed meanwhile. */
	private final Time time;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/** Goes off when the next switch ends, so that it ends on time even without calls. */
	private Time.@Nullable Alarm alarm;

	/** Guarded by {@code this}, as the alarm is. */
	private boolean closed;

	private volatile List<Timed> switches = List.of();

	/**
	 * Create the control.
	 * @param clock tells when a switch starts, and when it is due to end
	 * @param time ends it after its duration, even if the system clock is changed
	 * meanwhile
	 */
	public TencentCloudResilienceControl(Clock clock, Time time) {
		this.clock = clock;
		this.time = time;
	}

	/**
	 * Switch retries off: no attempt is repeated, whatever its policy says. Each that
	 * would have been repeated is counted as {@code result="off"} in
	 * {@code tencentcloud.client.retries}.
	 * @param product the product, or {@code null} for all
	 * @param duration how long, more than zero and at most {@link #LONGEST}
	 * @return what is switched now
	 * @throws IllegalArgumentException if the product is blank or no name, the duration
	 * is out of range, or too many products are switched already
	 */
	public ResilienceSwitch switchRetriesOff(@Nullable String product, Duration duration) {
		return add(product, null, duration);
	}

	/**
	 * Switch the mode. A switch for one product overrides one for all products, and both
	 * override the configuration.
	 * @param mode the mode
	 * @param product the product, or {@code null} for all
	 * @param duration how long, more than zero and at most {@link #LONGEST}
	 * @return what is switched now
	 * @throws IllegalArgumentException if the product is blank or no name, the duration
	 * is out of range, or too many products are switched already
	 */
	public ResilienceSwitch switchMode(Mode mode, @Nullable String product, Duration duration) {
		return add(product, mode, duration);
	}

	/**
	 * End switches before their time.
	 * @param product the product whose switches end, or {@code null} to end those that
	 * are for all products
	 * @return what was switched
	 */
	public List<ResilienceSwitch> end(@Nullable String product) {
		return remove((timed) -> timed.entry().concerns(product), "Ended early: {}");
	}

	/**
	 * End all switches before their time.
	 * @return what was switched
	 */
	public List<ResilienceSwitch> endAll() {
		return remove((timed) -> true, "Ended early: {}");
	}

	/**
	 * What is switched now.
	 * @return the switches, those for all products first
	 */
	public List<ResilienceSwitch> active() {
		return this.switches.isEmpty() ? List.of() : inForce().stream().map(Timed::entry).toList();
	}

	private List<Timed> inForce() {
		if (!this.switches.isEmpty()) {
			long now = this.time.nanos();
			remove((timed) -> timed.end() - now <= 0, "Ended, as its time is up: {}");
		}
		return this.switches;
	}

	/**
	 * Register a listener for switches.
	 * @param listener is run after each change
	 */
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * The mode of this instance in one word, for a meter.
	 * @param configured the configured mode for all products
	 * @return the mode for all products, or {@code switched} if retries or the mode of a
	 * product are switched
	 */
	public String mode(Mode configured) {
		List<ResilienceSwitch> active = active();
		for (ResilienceSwitch entry : active) {
			if (entry.product() == null && entry.mode() != null) {
				return entry.mode().value();
			}
		}
		return active.isEmpty() ? configured.value() : SWITCHED;
	}

	private ResilienceSwitch add(@Nullable String product, @Nullable Mode mode, Duration duration) {
		checkProduct(product);
		Assert.isTrue(duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(LONGEST) <= 0,
				() -> "A switch must last longer than 0s and at most " + LONGEST.toHours() + "h");
		inForce();
		Instant now = this.clock.instant();
		ResilienceSwitch added = new ResilienceSwitch(product, mode, now, now.plus(duration));
		synchronized (this) {
			List<Timed> changed = new ArrayList<>(this.switches);
			changed.removeIf((timed) -> added.replaces(timed.entry()));
			checkRoom(changed, product);
			changed.add(new Timed(added, this.time.nanos() + duration.toNanos()));
			changed.sort(Comparator.comparing((timed) -> timed.entry().product() != null));
			this.switches = List.copyOf(changed);
		}
		logger.warn("Switched: {} until {}", added.describe(), added.until());
		changed();
		return added;
	}

	private static void checkProduct(@Nullable String product) {
		Assert.isTrue(product == null || !product.isBlank(), "The product must not be blank");
		Assert.isTrue(product == null || (product.length() <= LONGEST_PRODUCT && UntrustedText.isClean(product)),
				() -> "The name of a product has at most " + LONGEST_PRODUCT
						+ " characters, and no line breaks or other control characters");
	}

	/** Both kinds of switch fit in for a product, or neither does. */
	private static void checkRoom(List<Timed> switches, @Nullable String product) {
		Set<String> products = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		switches.forEach((timed) -> products.add(key(timed.entry().product())));
		Assert.isTrue(products.size() < MAX_PRODUCTS || products.contains(key(product)), () -> MAX_PRODUCTS
				+ " products are switched already. End some of them, or switch all products at once");
	}

	private static String key(@Nullable String product) {
		return (product != null) ? product : "";
	}

	private List<ResilienceSwitch> remove(Predicate<Timed> ended, String message) {
		List<ResilienceSwitch> removed;
		synchronized (this) {
			removed = this.switches.stream().filter(ended).map(Timed::entry).toList();
			if (removed.isEmpty()) {
				return removed;
			}
			this.switches = this.switches.stream().filter(ended.negate()).toList();
		}
		removed.forEach((entry) -> logger.warn(message, entry.describe()));
		changed();
		return removed;
	}

	private void changed() {
		setAlarm();
		this.listeners.forEach(TencentCloudResilienceControl::tell);
	}

	/** A switch may end in the middle of a call, which no listener must break. */
	private static void tell(Runnable listener) {
		try {
			listener.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the switches failed", ex);
		}
	}

	/** An alarm that goes off a little early is set again. */
	private synchronized void setAlarm() {
		cancelAlarm();
		long now = this.time.nanos();
		OptionalLong left = this.switches.stream().mapToLong((timed) -> timed.end() - now).min();
		if (left.isPresent() && !this.closed) {
			this.alarm = this.time.alarm(Math.max(left.getAsLong(), 0) + MILLISECOND, this::timeIsUp);
		}
	}

	private synchronized void cancelAlarm() {
		if (this.alarm != null) {
			this.alarm.cancel();
			this.alarm = null;
		}
	}

	private void timeIsUp() {
		List<Timed> before = this.switches;
		if (inForce() == before) {
			setAlarm();
		}
	}

	/** Cancel the pending alarm. */
	@Override
	public synchronized void close() {
		this.closed = true;
		cancelAlarm();
	}

	/**
	 * A switch, and when it ends, in nanoseconds of the monotonic clock.
	 */
	private record Timed(ResilienceSwitch entry, long end) {

	}

}
