package io.ddprofiling;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleLimit}.
 */
class SampleLimitTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final SampleLimit limit = new SampleLimit(5000, EnumSet.of(ProfileType.CPU, ProfileType.ALLOCATION));

	private long now = Long.MAX_VALUE - 1;

	@Test
	void samplesWithinTheLimitChangeNothing() {
		for (int i = 0; i < 100; i++) {
			assertThat(look(MINUTE, 5000)).isEmpty();
		}

		assertThat(this.limit.factors()).isEmpty();
	}

	@Test
	void firstSecondsOfManySamplesTellTheFactor() {
		assertThat(look(Duration.ofSeconds(10), 5001)).containsExactly(ProfileType.ALLOCATION);

		assertThat(this.limit.factors()).isEqualTo(Map.of(ProfileType.ALLOCATION, 8));
	}

	@Test
	void burstThatTheMinuteHasRoomForIsLeftAlone() {
		assertThat(look(Duration.ofSeconds(10), 4999)).isEmpty();
		assertThat(look(Duration.ofSeconds(20), 4999)).isEmpty();
	}

	@Test
	void samplesOfMoreThanAMinuteAreNotTakenForThoseOfOne() {
		assertThat(look(Duration.ofSeconds(66), 5500)).isEmpty();

		assertThat(this.limit.factors()).isEmpty();
	}

	@Test
	void veryShortTimeTellsNothing() {
		assertThat(look(Duration.ofMillis(4999), 1_000_000)).isEmpty();
	}

	@Test
	void factorGrowsFromWhatItIs() {
		look(MINUTE, 8000);
		look(MINUTE, 16_000);

		assertThat(this.limit.factors()).isEqualTo(Map.of(ProfileType.ALLOCATION, 8));
	}

	@Test
	void factorIsBounded() {
		assertThat(look(MINUTE, Long.MAX_VALUE / 100)).isNotEmpty();
		assertThat(look(MINUTE, Long.MAX_VALUE / 100)).as("nothing left to change").isEmpty();

		assertThat(this.limit.factors()).isEqualTo(Map.of(ProfileType.ALLOCATION, SampleLimit.MAX_FACTOR));
	}

	@Test
	void intervalIsHalvedAfterFiveMinutesOfFewSamples() {
		look(MINUTE, 18_000);
		assertThat(this.limit.factors()).isEqualTo(Map.of(ProfileType.ALLOCATION, 4));
		for (int i = 0; i < 5; i++) {
			assertThat(look(MINUTE, 1500)).as("minute %d", i).isEmpty();
		}

		assertThat(look(MINUTE, 1500)).containsExactly(ProfileType.ALLOCATION);
		assertThat(this.limit.factors()).isEqualTo(Map.of(ProfileType.ALLOCATION, 2));

		for (int i = 0; i < 5; i++) {
			assertThat(look(MINUTE, 1500)).isEmpty();
		}
		assertThat(look(MINUTE, 1500)).containsExactly(ProfileType.ALLOCATION);
		assertThat(this.limit.factors()).isEmpty();
	}

	@Test
	void oneMinuteOfMoreSamplesBeginsTheFiveMinutesAnew() {
		look(MINUTE, 8000);
		for (int i = 0; i < 10; i++) {
			assertThat(look(MINUTE, 1500)).isEmpty();
			assertThat(look(MINUTE, 1501)).isEmpty();
		}
	}

	@Test
	void noLimitChangesNothing() {
		SampleLimit none = new SampleLimit(0, EnumSet.of(ProfileType.ALLOCATION));

		assertThat(none.look(cost(MINUTE, 1_000_000), 0)).isEmpty();
	}

	@Test
	void typeWhoseIntervalIsAThresholdIsLeftAlone() {
		SampleLimit others = new SampleLimit(5000, EnumSet.of(ProfileType.CPU));

		assertThat(others.look(cost(MINUTE, 1_000_000), 0)).isEmpty();
	}

	private Set<ProfileType> look(Duration window, long allocations) {
		this.now += MINUTE.toNanos();
		return this.limit.look(cost(window, allocations), this.now);
	}

	private static OverheadCost cost(Duration window, long allocations) {
		return new OverheadCost(window, window, Map.of(ProfileType.ALLOCATION, allocations, ProfileType.CPU, 3L),
				Map.of(ProfileType.CPU, Duration.ZERO), Duration.ZERO);
	}

}
