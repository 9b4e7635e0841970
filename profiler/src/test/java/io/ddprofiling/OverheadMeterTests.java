package io.ddprofiling;

import java.time.Duration;
import java.util.Map;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverheadMeterTests {

	private final FakeCpuTimes times = new FakeCpuTimes();

	private final OverheadMeter meter = new OverheadMeter(this.times);

	private long now = Long.MAX_VALUE - 1_000_000_000;

	@Test
	void firstLookTellsNothing() {
		this.meter.count(Map.of(ProfileType.CPU, 1000L));

		assertThat(this.meter.look(this.now)).isNull();
	}

	@Test
	void samplesAreWorthWhatOneOfTheirTypeCosts() {
		this.meter.look(this.now);
		this.meter.count(Map.of(ProfileType.CPU, 1000L, ProfileType.ALLOCATION, 500L));
		this.meter.count(Map.of(ProfileType.CPU, 1000L));
		this.times.use(10_000, 30, 0);

		OverheadCost cost = look(10);

		assertThat(cost.window()).isEqualTo(Duration.ofSeconds(10));
		assertThat(cost.process()).isEqualTo(Duration.ofSeconds(10));
		assertThat(cost.of(ProfileType.CPU)).isEqualTo(Duration.ofMillis(50));
		assertThat(cost.of(ProfileType.ALLOCATION)).isEqualTo(Duration.ofMillis(50));
		assertThat(cost.threads()).isEqualTo(Duration.ofMillis(30));
		assertThat(cost.total()).isEqualTo(Duration.ofMillis(130));
		assertThat(cost.share(cost.total())).isEqualTo(0.013);
		assertThat(cost.cores()).isEqualTo(0.013);
	}

	@Test
	void sampleOfTheFlightRecorderCostsSomethingElse() {
		this.meter.sampler(Sampler.FLIGHT_RECORDER);
		this.meter.look(this.now);
		this.meter.count(Map.of(ProfileType.CPU, 1000L, ProfileType.ALLOCATION, 500L));

		OverheadCost cost = look(10);

		assertThat(cost.of(ProfileType.CPU)).isEqualTo(Duration.ofMillis(45));
		assertThat(cost.of(ProfileType.ALLOCATION)).isEqualTo(Duration.ofMillis(5));
	}

	@Test
	void whatIsOlderThanAMinuteIsLeftOut() {
		this.meter.look(this.now);
		this.meter.count(Map.of(ProfileType.CPU, 1_000_000L));
		for (int i = 0; i < 20; i++) {
			this.times.use(1000, 0, 0);
			look(10);
			this.meter.count(Map.of(ProfileType.CPU, 100L));
		}

		OverheadCost cost = look(10);

		assertThat(cost.window()).isEqualTo(Duration.ofSeconds(60));
		assertThat(cost.process()).isEqualTo(Duration.ofSeconds(5));
		assertThat(cost.of(ProfileType.CPU)).isEqualTo(Duration.ofMillis(15));
	}

	@Test
	void looksFurtherApartThanAMinuteCoverTheTimeBetweenThem() {
		this.meter.look(this.now);
		look(300);
		this.times.use(7000, 0, 0);

		OverheadCost cost = look(300);

		assertThat(cost.window()).isEqualTo(Duration.ofSeconds(300));
		assertThat(cost.process()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void looksAsOftenAsASecondCoverAMinute() {
		this.meter.look(this.now);
		OverheadCost cost = null;
		for (int i = 0; i < 300; i++) {
			this.times.use(500, 0, 0);
			cost = look(1);
		}

		assertThat(cost.window()).isEqualTo(Duration.ofSeconds(60));
		assertThat(cost.process()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void restartForgetsWhatWasBefore() {
		this.meter.look(this.now);
		this.meter.count(Map.of(ProfileType.CPU, 1_000_000L));
		this.times.use(10_000, 500, 0);
		this.meter.restart(this.now);

		OverheadCost cost = look(20);

		assertThat(cost.window()).isEqualTo(Duration.ofSeconds(20));
		assertThat(cost.total()).isZero();
		assertThat(cost.share(cost.total())).isZero();
	}

	@Test
	void engineThreadsWorkForWallIfThatIsRecorded() {
		this.meter.look(this.now);
		this.times.use(10_000, 10, 200);
		OverheadCost without = look(10);
		this.meter.count(Map.of(ProfileType.WALL, 100L));
		OverheadCost with = look(10);

		assertThat(without.threads()).isEqualTo(Duration.ofMillis(210));
		assertThat(with.threads()).isEqualTo(Duration.ofMillis(10));
		assertThat(with.of(ProfileType.WALL)).isEqualTo(Duration.ofNanos(201_500_000));
	}

	@Test
	void estimateIsNeverMoreThanAll() {
		this.meter.look(this.now);
		this.meter.count(Map.of(ProfileType.CPU, 1_000_000L));
		this.times.use(10, 0, 0);

		OverheadCost cost = look(10);

		assertThat(cost.share(cost.total())).isEqualTo(1);
		assertThat(cost.cores()).isEqualTo(2.5);
	}

	private OverheadCost look(int seconds) {
		this.now += Duration.ofSeconds(seconds).toNanos();
		return this.meter.look(this.now);
	}

}
