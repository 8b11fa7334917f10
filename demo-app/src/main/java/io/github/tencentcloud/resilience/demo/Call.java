package io.github.tencentcloud.resilience.demo;

import reactor.core.publisher.Mono;

/**
 * One call of an action.
 *
 * @param product the product, for example {@code sms}
 * @param action the action, for example {@code SendSms}
 * @param answer makes the call as often as it is subscribed to
 */
record Call(String product, String action, Mono<?> answer) {

}
