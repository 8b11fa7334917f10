package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.policy.Idempotency;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The codes whose name misleads, over HTTP.
 */
class TrapCodesTests extends AbstractCodesTests {

	/** Of the lines of product and code in the order of the alphabet. */
	private static final long CHECKSUM = 0xa7d64574L;

	static List<Row> rows() {
		return table("/trap-codes.tsv").stream()
			.map((values) -> Row.of(values.get("product"), values.get("action"), values.get("readAction"), values))
			.toList();
	}

	@Test
	void allTrapsAreThere() {
		assertThat(rows()).hasSize(109);
		CRC32 checksum = new CRC32();
		checksum.update(rows().stream()
			.map((row) -> row.product() + " " + row.code() + "\n")
			.sorted()
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.UTF_8));
		assertThat(checksum.getValue()).as("products and codes").isEqualTo(CHECKSUM);
	}

	@Test
	void actionsAreWhatTheirColumnsSay() {
		Idempotency idempotency = Idempotency.load();
		assertThat(rows()).allSatisfy((row) -> {
			assertThat(idempotency.isIdempotent(row.product(), row.readAction())).as(row.readAction()).isTrue();
			assertThat(idempotency.isIdempotent(row.product(), row.action())).as(row.action()).isFalse();
		});
	}

}
