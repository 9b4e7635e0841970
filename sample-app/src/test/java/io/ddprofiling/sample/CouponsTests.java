package io.ddprofiling.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Coupons}, with the JDK's own recording as the judge.
 */
class CouponsTests {

	private final Coupons coupons = new Coupons();

	@Test
	void redeemIsRefusedByEveryCampaign() {
		assertThat(this.coupons.redeem("SAVE12")).isEqualTo(new Coupons.Redemption("SAVE12", false, 20));
	}

	@Test
	void codeThatEndsInZeroHasExpired() {
		assertThat(this.coupons.redeem("SAVE10").expired()).isTrue();
	}

	@Test
	void redeemThrowsTwentyExceptionsTenFramesDeep(@TempDir Path directory) throws IOException {
		List<RecordedEvent> exceptions = recordRedemption(directory.resolve("coupons.jfr"));

		assertThat(exceptions).hasSize(20);
		assertThat(exceptions).allSatisfy((exception) -> assertThat(exception.getStackTrace().getFrames())
			.filteredOn((frame) -> frame.getMethod().getName().equals("checkRule"))
			.hasSize(10));
	}

	private List<RecordedEvent> recordRedemption(Path file) throws IOException {
		try (Recording recording = new Recording()) {
			recording.enable("jdk.JavaExceptionThrow").withStackTrace();
			recording.start();
			this.coupons.redeem("SAVE12");
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getClass("thrownClass").getName().equals(InvalidCouponException.class.getName()))
			.toList();
	}

}
