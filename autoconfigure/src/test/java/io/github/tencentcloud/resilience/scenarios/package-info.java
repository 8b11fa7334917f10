/**
 * What the library promises, as scenarios over real HTTP that know no HTTP client. Each
 * class of scenarios runs once for each {@link Door}: an application as a user writes it,
 * a client as Boot makes it, and a server that does what the scenario says.
 *
 * <p>
 * <b>To add a scenario</b>, write a test in the class whose topic it is. Tell the
 * {@link Server} what to answer with the {@link Answers}, start an {@link Application}
 * with the properties that it is about (an {@code application.yml}, so that it reads like
 * a manual), and send a {@link Request}. Say what the server saw, what the caller got,
 * and what the meters show: the lists of {@link Meters} are complete, so a call that is
 * counted twice or under another tag is found. Waits are a few milliseconds, and what
 * must happen in an order is held up by a {@link Latch} on the server; nothing measures
 * time, and nothing sleeps.
 *
 * <p>
 * <b>To add a door</b>, implement {@link Door} and name it in {@link Doors}. A door turns
 * a {@link Request} into one of its client and what that gives back into a {@link Reply},
 * and does nothing else. How a caller goes is the door's business: to cancel the future
 * cancels the subscription of a reactive one, and interrupts the thread of a blocking
 * one, which runs each call on a thread of its own. An exception of the client is told by
 * its code alone ({@code assertBroken}), one of the library by its type too
 * ({@code assertFailed}).
 */
package io.github.tencentcloud.resilience.scenarios;
