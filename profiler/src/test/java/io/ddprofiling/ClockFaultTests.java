package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import io.ddprofiling.export.ExportLoop;
import io.ddprofiling.export.SettableClock;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens when the clock is set back, with the real recorder.
 */
class ClockFaultTests {

	private static final Duration PLENTY = Duration.ofSeconds(20);

	private final SettableClock clock = new SettableClock();

	// of a version the end is kept
	private static final Identity NO_VERSION = new Identity("orders", null, null, "host", "runtime", 1, Map.of());

	private final ProfilerCounters counters = new ProfilerCounters();

	@TempDir
	private Path directory;

	@Test
	void recordingGoesOnWhenTheClockIsSetBack() throws Exception {
		ProfilerRun run = run();
		try (Work work = new Work()) {
			awaitCuts(2);
			Instant before = this.clock.instant();
			this.clock.advance(Duration.ofHours(-1));
			awaitCuts(2);

			Snapshot snapshot = run.snapshot(Duration.ofMinutes(1));

			assertThat(run.condition().state()).isEqualTo(ProfilerState.RUNNING);
			assertThat(this.counters.lostRecordings()).isZero();
			assertThat(snapshot.window().end()).isBeforeOrEqualTo(this.clock.instant()).isBefore(before);
			assertThat(snapshot.window().duration()).isBetween(Duration.ZERO, PLENTY);
			Profile profile = snapshot.profile(EnumSet.of(ProfileType.CPU));
			assertThat(profile.samples(ProfileType.CPU)).isPositive();
		}
		finally {
			run.stop();
		}
		Footprint.assertGone(this.directory);
	}

	private ProfilerRun run() throws Exception {
		ProfilerSettings settings = Profiler.plainBuilder()
			.storeDirectory(this.directory)
			.cutInterval(Duration.ofSeconds(1))
			.uploadMode(UploadMode.NEVER)
			.settings();
		ExportLoop loop = new ExportLoop(List.of(), settings.upload().delivery(), this.clock);
		return ProfilerRun.start(settings, NO_VERSION, new ProfileReader(), this.counters, loop, this.clock);
	}

	private void awaitCuts(int count) {
		long cuts = this.counters.cuts();
		await().atMost(PLENTY).until(() -> {
			this.clock.advance(Duration.ofMillis(100));
			return this.counters.cuts() >= cuts + count;
		});
	}

}
