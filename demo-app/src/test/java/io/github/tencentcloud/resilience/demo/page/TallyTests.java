package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Tally}.
 */
class TallyTests {

	private final Tally tally = new Tally();

	@Test
	void toldByTheStatusAFailureIsASuccess() {
		attempt("OK", 200);
		attempt("AuthFailure.SignatureFailure", 200);
		attempt("ClientError.HttpStatusCodeError.503", 503);
		attempt("ClientError.NetworkError.ReadTimeout", 0);
		Seen seen = this.tally.drain();
		assertThat(seen.attempts()).isEqualTo(4);
		assertThat(seen.fineByStatus()).isEqualTo(2);
		assertThat(seen.fineByBody()).isEqualTo(1);
	}

	@Test
	void countsFatesTheMostFrequentFirst() {
		Fate rescued = new Fate(Fate.Kind.RESCUED, "InternalError");
		Fate notRepeated = new Fate(Fate.Kind.NOT_REPEATED, "it may have been executed");
		this.tally.call(1, null);
		this.tally.call(1, notRepeated);
		this.tally.call(2, rescued);
		this.tally.call(3, rescued);
		assertThat(this.tally.drain())
			.isEqualTo(new Seen(0, 0, 0, 4, 7, List.of(new FateCount("rescued", "InternalError", 2),
					new FateCount("not-repeated", "it may have been executed", 1))));
		assertThat(this.tally.drain()).isEqualTo(Seen.NOTHING);
	}

	private void attempt(String code, int status) {
		this.tally.attempt(new Attempt(code, status, 0, 5, null));
	}

}
