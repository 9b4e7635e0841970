package io.ddprofiling;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OverheadGovernor}. All costs are of a minute in which the process used
 * one processor, unless a test says otherwise: 600 ms are one percent.
 */
class OverheadGovernorTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Set<ProfileType> STRETCHABLE = EnumSet
		.complementOf(EnumSet.of(ProfileType.EXCEPTION, ProfileType.IO, ProfileType.LIVE_HEAP));

	private final OverheadGovernor governor = new OverheadGovernor(0.01, STRETCHABLE);

	private long now = -5;

	@Test
	void costWithinTheBudgetChangesNothing() {
		for (int i = 0; i < 100; i++) {
			assertThat(look(cost(400, 100, 100))).isEmpty();
		}

		assertThat(this.governor.factors()).isEmpty();
	}

	@Test
	void secondLookOverTheBudgetStretchesTheDearestType() {
		assertThat(look(cost(200, 400, 100))).isEmpty();
		assertThat(look(cost(200, 400, 100))).containsExactly(ProfileType.WALL);

		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.WALL, 2));
	}

	@Test
	void oneLookOverTheBudgetIsForgotten() {
		for (int i = 0; i < 10; i++) {
			assertThat(look(cost(900, 0, 0))).isEmpty();
			assertThat(look(cost(100, 0, 0))).isEmpty();
		}
	}

	@Test
	void looksInShortSuccessionCountOnce() {
		look(cost(900, 0, 0));
		this.now -= Duration.ofSeconds(29).toNanos();

		assertThat(look(cost(900, 0, 0))).isEmpty();
		assertThat(look(cost(900, 0, 0))).containsExactly(ProfileType.CPU);
	}

	@Test
	void thereIsAMinuteBetweenTwoChanges() {
		stretch(cost(900, 0, 0));

		assertThat(look(cost(900, 0, 0))).as("30 s later").isEmpty();
		assertThat(look(cost(900, 0, 0))).as("60 s later").containsExactly(ProfileType.CPU);
		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.CPU, 4));
	}

	@Test
	void oneChangeStretchesAsManyIntervalsAsFarAsTheBudgetNeeds() {
		// 2000 + 900, 1000 + 900, 500 + 900, 500 + 450, 250 + 450, 250 + 225 < 480
		OverheadCost cost = cost(2000, 900, 0);

		look(cost);
		assertThat(look(cost)).containsExactly(ProfileType.CPU, ProfileType.WALL);

		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.CPU, 8, ProfileType.WALL, 4));
	}

	@Test
	void changeReckonsWithTheWorkOfThreadsForWhatIsSampledLess() {
		// 450 + 450, 225 + 225 < 480
		stretch(cost(450, 0, 450));

		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.CPU, 2));
	}

	@Test
	void intervalIsStretchedSixteenTimesAtMostThenTheNextDearest() {
		stretch(cost(20_000, 700, 0));

		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.CPU, 16, ProfileType.WALL, 16));
	}

	@Test
	void nothingIsLeftToStretchWhenEverythingIs() {
		stretch(cost(20_000, 0, 0));

		for (int i = 0; i < 10; i++) {
			assertThat(look(cost(900, 0, 0))).isEmpty();
		}
	}

	@Test
	void costOfThreadsAloneStretchesNothing() {
		for (int i = 0; i < 10; i++) {
			assertThat(look(cost(0, 0, 5000))).isEmpty();
		}
	}

	@Test
	void liveHeapIsStretchedWithTheAllocationsItIsAPartOf() {
		OverheadCost cost = cost(1, 2, Map.of(ProfileType.ALLOCATION, 300L, ProfileType.LIVE_HEAP, 305L), 60_000);

		look(cost);
		assertThat(look(cost)).containsExactly(ProfileType.ALLOCATION);

		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.ALLOCATION, 2));
	}

	@Test
	void exceptionsAndIoAreLeftToTheirOwnLimits() {
		OverheadCost cost = cost(0, 0, Map.of(ProfileType.EXCEPTION, 900L, ProfileType.IO, 900L), 60_000);

		for (int i = 0; i < 4; i++) {
			assertThat(look(cost)).isEmpty();
		}
	}

	@Test
	void intervalIsRestoredAfterFiveQuietMinutes() {
		stretch(cost(900, 0, 0));
		OverheadCost quiet = cost(120, 0, 40);

		for (int i = 0; i < 10; i++) {
			assertThat(look(quiet)).as("quiet for " + i * 30 + " s").isEmpty();
		}
		assertThat(look(quiet)).containsExactly(ProfileType.CPU);
		assertThat(this.governor.factors()).isEmpty();
	}

	@Test
	void oneChangeRestoresAsManyIntervalsAsFarAsTheBudgetAllows() {
		stretch(cost(3200, 0, 0));
		stretch(cost(0, 900, 0));
		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.CPU, 8, ProfileType.WALL, 2));

		// 40 + 60, 80 + 60, 80 + 120, 160 + 120, 320 + 120 > 360
		assertThat(looksUntilAChange(cost(40, 60, 0))).isEqualTo(11);
		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.CPU, 2));

		assertThat(looksUntilAChange(cost(170, 0, 0))).isEqualTo(11);
		assertThat(this.governor.factors()).isEmpty();
		assertThat(looksUntilAChange(cost(170, 0, 0))).isEqualTo(-1);
	}

	@Test
	void oneLoudLookBeginsTheQuietTimeAnew() {
		stretch(cost(900, 0, 0));
		for (int i = 0; i < 9; i++) {
			look(cost(100, 0, 0));
		}
		look(cost(500, 0, 0));

		assertThat(looksUntilAChange(cost(100, 0, 0))).isEqualTo(11);
	}

	@Test
	void whatWouldCostMoreThanSixtyPercentOfTheBudgetIsNotRestored() {
		stretch(cost(900, 0, 0));

		// 100 + 2 x 130, 360 is 60 % of 600
		assertThat(looksUntilAChange(cost(131, 100, 0))).isEqualTo(-1);
		assertThat(looksUntilAChange(cost(130, 100, 0))).isPositive();
	}

	@Test
	void restorationReckonsWithItsPartOfTheThreadsWork() {
		stretch(cost(900, 0, 0));

		// all of the threads' work is about cpu: 2 x (100 + 81)
		assertThat(looksUntilAChange(cost(100, 0, 81))).isEqualTo(-1);
		assertThat(looksUntilAChange(cost(100, 0, 79))).isPositive();
	}

	@Test
	void cheapestTypeIsRestoredFirst() {
		stretch(cost(900, 0, 0));
		stretch(cost(0, 900, 0));

		assertThat(looksUntilAChange(cost(100, 140, 0))).isPositive();

		assertThat(this.governor.factors()).isEqualTo(Map.of(ProfileType.WALL, 2));
	}

	@Test
	void typeThatIsNoLongerSampledIsRestoredToo() {
		stretch(cost(0, 900, 0));

		assertThat(looksUntilAChange(cost(0, 0, 0))).isEqualTo(11);
	}

	@Test
	void idleApplicationMayBeProfiledBeyondTheBudget() {
		// 290 ms are 10 % of what the process used, and less than 0.5 % of a processor
		OverheadCost idle = cost(0, 0, Map.of(ProfileType.WALL, 290L), 2900);
		for (int i = 0; i < 10; i++) {
			assertThat(look(idle)).isEmpty();
		}

		OverheadCost dear = cost(0, 0, Map.of(ProfileType.WALL, 310L), 3100);
		look(dear);
		assertThat(look(dear)).containsExactly(ProfileType.WALL);
	}

	@Test
	void stretchedIntervalOfAnIdleApplicationIsNotRestoredOnlyToBeStretchedAgain() {
		stretch(cost(0, 0, Map.of(ProfileType.WALL, 310L), 3100));

		assertThat(looksUntilAChange(cost(0, 0, Map.of(ProfileType.WALL, 155L), 2900))).isEqualTo(-1);
	}

	@Test
	void busyApplicationHasALargerBudget() {
		OverheadCost busy = cost(900, 500, Map.of(), 4 * 60_000);

		for (int i = 0; i < 10; i++) {
			assertThat(look(busy)).isEmpty();
		}
	}

	@Test
	void withoutABudgetNothingIsEverStretched() {
		OverheadGovernor unlimited = new OverheadGovernor(0, STRETCHABLE);

		for (int i = 0; i < 10; i++) {
			this.now += Duration.ofSeconds(30).toNanos();
			assertThat(unlimited.look(cost(30_000, 0, 0), this.now)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 700, 2000, 9000, 30_000 })
	void steadyLoadSettles(long millisAsAsked) {
		int changes = 0;
		for (int i = 0; i < 1000; i++) {
			long factor = this.governor.factors().getOrDefault(ProfileType.CPU, 1);
			changes += look(cost(millisAsAsked / factor, 0, 0)).size();
		}

		assertThat(changes).isBetween(1, 4);
		long settled = millisAsAsked / this.governor.factors().get(ProfileType.CPU);
		assertThat(settled <= 600 || this.governor.factors().get(ProfileType.CPU) == 16).isTrue();
	}

	private void stretch(OverheadCost cost) {
		assertThat(looksUntilAChange(cost)).isBetween(1, 2);
	}

	private int looksUntilAChange(OverheadCost cost) {
		for (int i = 1; i <= 50; i++) {
			if (!look(cost).isEmpty()) {
				return i;
			}
		}
		return -1;
	}

	private Set<ProfileType> look(OverheadCost cost) {
		this.now += Duration.ofSeconds(30).toNanos();
		return this.governor.look(cost, this.now);
	}

	private static OverheadCost cost(long cpu, long wall, long threads) {
		return cost(cpu, wall, threads, Map.of(), 60_000);
	}

	private static OverheadCost cost(long cpu, long wall, Map<ProfileType, Long> others, long process) {
		return cost(cpu, wall, 0, others, process);
	}

	private static OverheadCost cost(long cpu, long wall, long threads, Map<ProfileType, Long> others, long process) {
		Map<ProfileType, Duration> sampling = new EnumMap<>(ProfileType.class);
		sampling.put(ProfileType.CPU, Duration.ofMillis(cpu));
		sampling.put(ProfileType.WALL, Duration.ofMillis(wall));
		others.forEach((type, millis) -> sampling.put(type, Duration.ofMillis(millis)));
		return new OverheadCost(MINUTE, Duration.ofMillis(process), Map.of(), sampling, Duration.ofMillis(threads));
	}

}
