package io.ddprofiling.profile;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimeWindowTests {

	@Test
	void endBeforeStartIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> window(2, 1)).withMessageContaining("'end'");
	}

	@Test
	void durationIsFromStartToEnd() {
		assertThat(window(3, 10).duration()).isEqualTo(Duration.ofSeconds(7));
		assertThat(window(3, 3).duration()).isZero();
	}

	@Test
	void windowsThatTouchDoNotOverlap() {
		assertThat(window(0, 10).overlaps(window(10, 20))).isFalse();
		assertThat(window(10, 20).overlaps(window(0, 10))).isFalse();
	}

	@Test
	void windowsThatShareAnInstantOverlap() {
		assertThat(window(0, 10).overlaps(window(9, 20))).isTrue();
		assertThat(window(9, 20).overlaps(window(0, 10))).isTrue();
		assertThat(window(0, 10).overlaps(window(4, 5))).isTrue();
	}

	@Test
	void sharedTimeIsWhatBothCover() {
		assertThat(window(0, 10).shared(window(4, 20))).isEqualTo(Duration.ofSeconds(6));
		assertThat(window(4, 20).shared(window(0, 10))).isEqualTo(Duration.ofSeconds(6));
		assertThat(window(0, 10).shared(window(4, 5))).isEqualTo(Duration.ofSeconds(1));
		assertThat(window(0, 10).shared(window(10, 20))).isZero();
		assertThat(window(0, 10).shared(window(15, 20))).isZero();
	}

	@Test
	void windowWithinAnotherIsWhatBothCover() {
		assertThat(window(0, 10).within(window(4, 20))).isEqualTo(window(4, 10));
		assertThat(window(4, 20).within(window(0, 10))).isEqualTo(window(4, 10));
		assertThat(window(4, 5).within(window(0, 10))).isEqualTo(window(4, 5));
	}

	@Test
	void joinCoversBothAndWhatIsBetween() {
		assertThat(window(0, 1).join(window(5, 9))).isEqualTo(window(0, 9));
		assertThat(window(5, 9).join(window(0, 1))).isEqualTo(window(0, 9));
		assertThat(window(0, 9).join(window(4, 5))).isEqualTo(window(0, 9));
	}

	private static TimeWindow window(long start, long end) {
		return new TimeWindow(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
	}

}
