package io.github.tencentcloud.resilience.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What is answered to one action of a product.
 */
public final class Stub {

	private final String product;

	private final String action;

	/** Written by the test, read by the threads of the server. */
	private final List<Answer> answers = new CopyOnWriteArrayList<>();

	private final AtomicInteger turn = new AtomicInteger();

	Stub(String product, String action) {
		this.product = product;
		this.action = action;
	}

	/**
	 * What to answer next. Several answers are given in their order, and the last one is
	 * repeated.
	 * @param answer the answer
	 * @return this stub
	 */
	public Stub answer(Answer answer) {
		this.answers.add(answer);
		return this;
	}

	/**
	 * What to answer next, depending on the request.
	 * @param function from the request to its answer, called by a thread of the server
	 * @return this stub
	 */
	public Stub answer(Function<ReceivedRequest, Answer> function) {
		return answer(new Answer((request) -> function.apply(request).to(request)));
	}

	boolean isFor(ReceivedRequest request) {
		return request.isFor(this.product, this.action);
	}

	Answer next() {
		int last = this.answers.size() - 1;
		if (last < 0) {
			throw new IllegalStateException(
					"cloud.on(\"%s\", \"%s\") has no answer".formatted(this.product, this.action));
		}
		return this.answers.get(Math.min(this.turn.getAndIncrement(), last));
	}

	/** Whether this is for the same action, and so takes the place of the other. */
	boolean replaces(Stub other) {
		return this.product.equalsIgnoreCase(other.product) && this.action.equals(other.action);
	}

	@Override
	public String toString() {
		return this.product + " " + this.action;
	}

}
