package io.github.tencentcloud.resilience.demo;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.stereotype.Component;

/**
 * What the demo calls, in turn: two reads for each write, over all products.
 */
@Component
class CallMix {

	private static final long ROOM = 350_123_456;

	private final List<Supplier<Call<?>>> calls = List.of(Cvm::describeStatus, () -> Cam.getUser("alice"),
			() -> Sms.send("+8613711112222"), () -> Lcic.describeRoom(ROOM), Ccc::describeStaff,
			() -> Ccc.callOut("008613711113333"), Adp::describeApps, Lke::listApps,
			() -> Lke.createQuestion("How do I reset it?", "Hold the button for 5 s."), () -> Lke.splitResult("task-1"),
			Cvm::describeStatus, CallMix::createRoom, () -> Sms.describeNumber("+8613711112222"),
			() -> Cam.getUser("bob"), () -> Adp.createConversation("visitor-1"), Ccc::describeStaff, Lke::listApps,
			() -> Cam.addUser("carol"));

	private static Call<?> createRoom() {
		long start = Instant.now().getEpochSecond() + 600;
		return Lcic.createRoom("Algebra", start, start + 3600);
	}

	/**
	 * Returns the call for a turn.
	 * @param turn counted from 0
	 * @return the call
	 */
	Call<?> get(long turn) {
		return this.calls.get((int) (turn % this.calls.size())).get();
	}

}
