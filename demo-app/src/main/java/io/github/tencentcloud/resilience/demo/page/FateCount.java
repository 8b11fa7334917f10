package io.github.tencentcloud.resilience.demo.page;

import org.jspecify.annotations.Nullable;

/**
 * How many calls had one fate.
 *
 * @param kind for example {@code not-repeated}
 * @param why for example {@code it may have been executed}
 * @param count the number of calls
 */
record FateCount(String kind, @Nullable String why, long count) {

}
