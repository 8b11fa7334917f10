package io.github.tencentcloud.resilience.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The result of switching something.
 *
 * @param problem what was wrong with the request and what to do, or {@code null}
 * @param note a remark about it, or {@code null}
 * @param switches what is switched by now
 */
public record SwitchResult(@Nullable String problem, @Nullable String note, List<ResilienceReport.Switch> switches) {

}
