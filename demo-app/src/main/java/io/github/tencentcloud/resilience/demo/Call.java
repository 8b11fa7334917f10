package io.github.tencentcloud.resilience.demo;

/**
 * One call of an action.
 *
 * @param product the product, for example {@code sms}
 * @param action the action, for example {@code SendSms}
 * @param execution makes the call and waits for its end
 */
record Call(String product, String action, Runnable execution) {

}
