package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Attributes for all calls that this thread makes until the scope is closed, where a
 * request has none of its own: {@code RestTemplate} knows no attributes, and a deadline
 * may be for more than one call.
 *
 * <pre class="code">
 * try (TencentCloudScope scope = TencentCloudScope.open(TencentCloudAttributes.deadline(Duration.ofSeconds(2)))) {
 *     restTemplate.postForObject(url, request, String.class);
 * }
 * </pre>
 *
 * <p>
 * A deadline counts from the moment the scope is opened, and of two deadlines the earlier
 * one holds. Of all other attributes that of the request wins, then that of the innermost
 * scope. A scope is for {@code RestClient}, {@code RestTemplate} and the vendor's SDK; a
 * {@code WebClient} has Reactor's context.
 */
public final class TencentCloudScope implements AutoCloseable {

	private static final ThreadLocal<@Nullable TencentCloudScope> CURRENT = new ThreadLocal<>();

	private final @Nullable TencentCloudScope outer;

	private final Map<String, Object> attributes;

	/** By the clock that nobody sets, or {@code null} if there is none. */
	private final @Nullable Long end;

	/** By whichever thread, though only the one that opened it should do that. */
	private volatile boolean closed;

	private TencentCloudScope(@Nullable TencentCloudScope outer, Map<String, Object> attributes, @Nullable Long end) {
		this.outer = outer;
		this.attributes = attributes;
		this.end = end;
	}

	/**
	 * Open a scope on this thread, inside of the one that there is.
	 * @param attributes sets the attributes, as {@link TencentCloudAttributes} makes it
	 * @return the scope, to be closed by the same thread
	 */
	public static TencentCloudScope open(Consumer<Map<String, Object>> attributes) {
		TencentCloudScope outer = current();
		Map<String, Object> all = new HashMap<>((outer != null) ? outer.attributes : Map.of());
		attributes.accept(all);
		Long end = earlier(end(all.remove(TencentCloudAttributes.DEADLINE)), (outer != null) ? outer.end : null);
		TencentCloudScope scope = new TencentCloudScope(outer, all, end);
		CURRENT.set(scope);
		return scope;
	}

	private static @Nullable Long end(@Nullable Object deadline) {
		Duration left = (deadline instanceof Instant instant) ? Duration.between(Instant.now(), instant)
				: (deadline instanceof Duration limit) ? limit : null;
		return (left != null) ? System.nanoTime() + nanos(left) : null;
	}

	/** A year is as good as for ever, before and after. */
	private static long nanos(Duration duration) {
		Duration year = Duration.ofDays(365);
		if (duration.abs().compareTo(year) < 0) {
			return duration.toNanos();
		}
		return (duration.isNegative() ? year.negated() : year).toNanos();
	}

	private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one - other < 0) ? one : other;
	}

	/**
	 * The attributes of a request, and those of the scope that it has none of. Public
	 * only for the other packages of this library.
	 * @param own the attributes of the request
	 * @return all that count
	 */
	public static Map<String, Object> attributes(Map<String, Object> own) {
		TencentCloudScope scope = current();
		if (scope == null || scope.attributes.isEmpty()) {
			return own;
		}
		Map<String, Object> all = new HashMap<>(scope.attributes);
		all.putAll(own);
		return all;
	}

	/**
	 * What is left of the time of this thread's calls. Public only for the other packages
	 * of this library.
	 * @return the time, or {@code null} if there is no deadline
	 */
	public static @Nullable Duration deadline() {
		TencentCloudScope scope = current();
		return (scope != null && scope.end != null) ? Duration.ofNanos(scope.end - System.nanoTime()) : null;
	}

	/** The innermost scope that is still open. */
	private static @Nullable TencentCloudScope current() {
		TencentCloudScope scope = CURRENT.get();
		if (scope == null || !scope.closed) {
			return scope;
		}
		while (scope != null && scope.closed) {
			scope = scope.outer;
		}
		if (scope != null) {
			CURRENT.set(scope);
		}
		else {
			CURRENT.remove();
		}
		return scope;
	}

	/**
	 * Go back to what held before. A scope inside of this one that is still open holds
	 * until it is closed itself.
	 */
	@Override
	public void close() {
		this.closed = true;
		current();
	}

}
