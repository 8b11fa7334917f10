package io.github.tencentcloud.resilience.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What came of switching.
 *
 * @param problem what was wrong with the request and what to do, or {@code null}
 * @param note something to think about, or {@code null}
 * @param switches what is switched now
 */
public record SwitchAnswer(@Nullable String problem, @Nullable String note, List<ResilienceReport.Switch> switches) {

}
