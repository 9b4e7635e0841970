package io.ddprofiling.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.export.datadog.UploadMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Profiles a busy process for half an hour, or for {@code -Dsoak.minutes}, and looks at
 * what grows. Run with {@code ./mvnw test -Psoak}.
 */
@Tag("soak")
@EnabledOnOs(OS.LINUX)
class SoakTests {

	private static final Duration DURATION = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));

	private static final Duration LOOK = Duration.ofSeconds(5);

	@TempDir
	private Path directory;

	@Test
	void nothingGrowsAndNothingIsLost() throws Exception {
		SoakLog log = new SoakLog(Path.of("target", "soak.csv"));
		try (Profiler profiler = profiler(); SoakLoad load = new SoakLoad(profiler)) {
			profiler.start();
			load.start();
			long end = System.nanoTime() + DURATION.toNanos();
			while (System.nanoTime() < end) {
				Thread.sleep(LOOK.toMillis());
				log.look(profiler, load);
			}
			assertThat(profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
			load.assertHealthy();
		}

		List<SoakLog.Look> looks = log.afterWarmUp();
		SoakLog.Look last = looks.get(looks.size() - 1);
		assertThat(last.lostRecordings()).isZero();
		assertThat(last.unreadable()).isZero();
		assertThat(last.cuts()).isGreaterThan((long) (DURATION.toSeconds() * 0.8));
		assertThat(last.rolls()).isPositive();
		assertThat(log.growth(SoakLog.Look::descriptors)).as("descriptors gained").isLessThan(3);
		assertThat(log.growth(SoakLog.Look::threads)).as("threads gained").isLessThan(3);
		assertThat(log.growth(SoakLog.Look::residentKilobytes)).as("KB of resident memory gained, see %s", log.file())
			.isLessThan(last.residentKilobytes() * 0.05);
	}

	private Profiler profiler() {
		return Profiler.plainBuilder()
			.service("soak")
			.storeDirectory(this.directory)
			.storeMaxBytes(32L * 1024 * 1024)
			.cutInterval(Duration.ofSeconds(1))
			.rollInterval(Duration.ofSeconds(30))
			.uploadMode(UploadMode.NEVER)
			.build();
	}

}
