package io.github.tencentcloud.resilience.scenarios;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.springframework.context.ApplicationContext;

/**
 * One kind of HTTP client whose calls the library lets in. Scenarios know nothing else of
 * it.
 */
interface Door {

	/** What Boot needs to make such a client. */
	List<Class<?>> autoConfigurations();

	/** What its application has to be told so that it makes this kind of client. */
	default Map<String, Object> properties() {
		return Map.of();
	}

	/**
	 * Whether users have a place inside of the library's, that is run for each attempt.
	 */
	default boolean hasInside() {
		return true;
	}

	/** Whether an interrupt ends an exchange of this client, and not only our waits. */
	default boolean canBeInterrupted() {
		return true;
	}

	/** The JDK's client loses an interrupt that comes while a body is read, before 21. */
	default boolean canBeLeftWhileABodyArrives() {
		return true;
	}

	/** Whether a body that its reader has begun and left ends with its call. */
	default boolean endsWhatIsLeft() {
		return true;
	}

	/** Whether this client refuses headers that would be two lines. */
	default boolean refusesLineBreaks() {
		return true;
	}

	/** Whether callers may get the content of {@code Response} only. */
	default boolean unwraps() {
		return true;
	}

	/** Whether a large answer reaches its caller before it has ended. */
	default boolean releasesBeforeTheEnd() {
		return true;
	}

	/** Whether the caller gets an answer of another status with its body. */
	default boolean handsOnOtherStatuses() {
		return true;
	}

	/** Whether the client gives each request a signature, and decides how it looks. */
	default boolean signsItself() {
		return false;
	}

	/**
	 * A client as an application of Boot gets it.
	 * @param context the application
	 * @param options what the scenario wants to be different
	 */
	Client client(ApplicationContext context, ClientOptions options);

	/** A client of an application. Nothing of it waits, and all of it may be shared. */
	interface Client extends AutoCloseable {

		/**
		 * Send a call and read its answer to the end. An error of the caller's is part of
		 * the reply.
		 * @return the reply; to cancel it is how the caller goes, by whatever means
		 * callers of this client have
		 */
		CompletableFuture<Reply> send(Request request);

		/**
		 * Send a call and hand over its response as soon as the caller has it, with a
		 * body that is still to be read.
		 * @return the response, or the error that the caller gets instead; may be
		 * cancelled too
		 */
		CompletableFuture<OpenReply> open(Request request);

		@Override
		void close();

	}

}
