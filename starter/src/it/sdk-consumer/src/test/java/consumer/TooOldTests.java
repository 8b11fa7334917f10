package consumer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import com.tencentcloudapi.common.profile.HttpProfile;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * With a version of the SDK whose HTTP client cannot be replaced, nothing is guarded, and
 * that is said.
 */
class TooOldTests {

	@Test
	void saysThatNothingIsGuarded() {
		assumeTrue(isTooOld());
		ByteArrayOutputStream log = new ByteArrayOutputStream();
		PrintStream console = System.out;
		System.setOut(new PrintStream(log, true));
		try {
			SpringApplication.run(Consumer.class, "--tencentcloud.credentials.secret-id=id",
					"--tencentcloud.credentials.secret-key=key")
				.close();
		}
		finally {
			System.setOut(console);
		}
		assertEquals(1,
				log.toString()
					.lines()
					.filter((line) -> line.contains(" WARN ") && line.contains("guards nothing")
							&& line.contains("3.1.1239"))
					.count(),
				log::toString);
	}

	private static boolean isTooOld() {
		try {
			HttpProfile.class.getMethod("getHttpClient");
			return false;
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
	}

}
