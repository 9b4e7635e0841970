package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.SettableClock;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.RecorderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class OverheadControlTests {

	private final CapturedLog log = new CapturedLog();

	private final SettableClock clock = new SettableClock();

	private final FakeCpuTimes times = new FakeCpuTimes();

	private final FakeRecorder recorder = new FakeRecorder();

	private final OverheadControl control = new OverheadControl(this.recorder, 0.01, 0, this.clock, this::nanos,
			this.times);

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void nothingIsMeasuredAtFirst() {
		assertThat(this.control.status().budget()).isEqualTo(0.01);
		assertThat(this.control.look()).isFalse();
		assertThat(this.control.status().measured()).isNull();
		assertThat(this.control.status().stretched()).isEmpty();
	}

	@Test
	void statusTellsTheShareOfEachPart() {
		this.control.look();
		use(10, 10_000, 30, 0, 1800);
		this.control.look();

		Overhead.Measured measured = this.control.status().measured();
		assertThat(measured.window()).isEqualTo(Duration.ofSeconds(10));
		assertThat(measured.threads()).isEqualTo(0.003);
		assertThat(measured.sampling()).isEqualTo(Map.of(ProfileType.CPU, 0.0045));
		assertThat(measured.share()).isEqualTo(0.0075);
		assertThat(measured.cores()).isEqualTo(0.0075);
	}

	@Test
	void intervalsAreStretchedOnceAWholeMinuteWasSeen() throws RecorderException {
		this.control.look();
		for (int i = 0; i < 8; i++) {
			use(10, 10_000, 0, 0, 6000);
			assertThat(this.control.look()).as("after " + (i + 1) * 10 + " s").isFalse();
		}

		use(10, 10_000, 0, 0, 6000);
		assertThat(this.control.look()).isTrue();

		assertThat(this.recorder.calls()).containsExactly("stretch {CPU=2}");
		Instant since = this.clock.instant();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.control.status().stretched())
			.containsExactly(new Overhead.Stretched(ProfileType.CPU, 2, since));
		assertThat(this.log.infos()).singleElement()
			.asString()
			.isEqualTo("Profiling has used 1.50 % of the CPU time of the application, dd.profiling.max-overhead is"
					+ " 1.00 %: cpu is sampled 2 times less often than was asked for");
		this.recorder.start(this.directory.resolve("recording.jfr"));
		assertThat(this.recorder.rates().interval(ProfileType.CPU)).isEqualTo(20_000_000);
	}

	@Test
	void eachTypeThatIsStretchedIsLogged() {
		this.control.look();
		for (int i = 0; i < 9; i++) {
			use(10, 10_000, 0, 0, 9600);
			this.control.count(Map.of(ProfileType.ALLOCATION, 2250L));
			this.control.look();
		}

		assertThat(this.recorder.calls()).containsExactly("stretch {CPU=8, ALLOCATION=8, LIVE_HEAP=8}");
		assertThat(this.log.infos()).hasSize(2)
			.allMatch((line) -> line.toString().contains("has used 4.65 % of the CPU time"));
		assertThat(this.control.status().stretched()).extracting(Overhead.Stretched::type)
			.containsExactly(ProfileType.CPU, ProfileType.ALLOCATION, ProfileType.LIVE_HEAP);
	}

	@Test
	void minuteBeforeAChangeSaysNothingAboutTheTimeAfter() {
		stretch();
		for (int i = 0; i < 12; i++) {
			use(10, 10_000, 0, 0, 3420);
			assertThat(this.control.look()).isFalse();
		}

		assertThat(this.control.status().measured().share()).isEqualTo(0.00855);
	}

	@Test
	void restorationIsToldTheRecorder() {
		stretch();
		int looks = 0;
		do {
			use(10, 10_000, 0, 0, 100);
			looks++;
		}
		while (!this.control.look());

		assertThat(looks).isBetween(36, 40);
		assertThat(this.recorder.calls()).containsExactly("stretch {CPU=2}", "stretch {}");
		assertThat(this.control.status().stretched()).isEmpty();
		assertThat(this.log.infos()).hasSize(2)
			.last()
			.asString()
			.endsWith("1.00 %: cpu is sampled as was asked for again");
	}

	@Test
	void liveHeapIsStretchedSinceAllocationsAre() {
		this.control.look();
		for (int i = 0; i < 9; i++) {
			use(10, 10_000, 0, 0, 0);
			this.control.count(Map.of(ProfileType.ALLOCATION, 40_000L));
			this.control.look();
		}

		assertThat(this.control.status().stretched()).extracting(Overhead.Stretched::type)
			.containsExactlyElementsOf(EnumSet.of(ProfileType.ALLOCATION, ProfileType.LIVE_HEAP));
		assertThat(this.control.status().stretched()).extracting(Overhead.Stretched::since)
			.containsOnly(this.clock.instant());
	}

	@Test
	void tooManySamplesStretchTheirIntervalsAtOnce() {
		OverheadControl limited = limited(0);
		use(10, 10_000, 0, 0, 0);
		limited.count(Map.of(ProfileType.ALLOCATION, 9_850L, ProfileType.CPU, 5_001L, ProfileType.EXCEPTION, 9_000L));

		assertThat(limited.look()).isTrue();

		assertThat(this.recorder.calls()).containsExactly("stretch {CPU=8, ALLOCATION=16, LIVE_HEAP=16}");
		assertThat(limited.status().stretched()).extracting(Overhead.Stretched::factor).containsExactly(8, 16, 16);
		assertThat(this.log.infos()).hasSize(2)
			.first()
			.asString()
			.isEqualTo("There were 5001 samples of cpu in 10 s, dd.profiling.max-samples is 5000 a minute:"
					+ " it is sampled 8 times less often than was asked for");
	}

	@Test
	void budgetAndLimitBothStretchAnInterval() {
		OverheadControl limited = limited(0.01);
		for (int i = 0; i < 5; i++) {
			use(60, 15_000, 500, 0, 0);
			limited.count(Map.of(ProfileType.CPU, 5_001L));
			limited.look();
		}

		assertThat(this.recorder.calls()).startsWith("stretch {CPU=2}", "stretch {CPU=16}");
	}

	@Test
	void recordingThatCannotBeReadIsNotCounted() throws RecorderException {
		this.control.began(this.recorder.start(this.directory.resolve("recording.jfr")));
		this.control.recorded(this.recorder.cut());

		this.control.look();
		use(10, 10_000, 0, 0, 0);
		this.control.look();

		assertThat(this.times.starts()).isEqualTo(1);
		assertThat(this.control.status().measured().share()).isZero();
	}

	private OverheadControl limited(double budget) {
		OverheadControl limited = new OverheadControl(this.recorder, budget, 5000, this.clock, this::nanos, this.times);
		limited.look();
		return limited;
	}

	private void stretch() {
		this.control.look();
		do {
			use(10, 10_000, 0, 0, 6000);
		}
		while (!this.control.look());
	}

	private void use(int seconds, long processMillis, long threadMillis, long engineMillis, long cpuSamples) {
		this.clock.advance(Duration.ofSeconds(seconds));
		this.times.use(processMillis, threadMillis, engineMillis);
		if (cpuSamples > 0) {
			this.control.count(Map.of(ProfileType.CPU, cpuSamples));
		}
	}

	private long nanos() {
		return Duration.between(Instant.EPOCH, this.clock.instant()).toNanos();
	}

}
