package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;

import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@link Overhead} of a {@link Profiler} that records.
 */
@Tag("alone")
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ProfilerOverheadTests {

	@TempDir
	private Path directory;

	@Test
	void profilerMeasuresWhatItCosts() {
		try (Work work = new Work();
				Profiler profiler = Profiler.plainBuilder()
					.uploadMode(UploadMode.NEVER)
					.storeDirectory(this.directory)
					.cutInterval(Duration.ofSeconds(1))
					.maxOverhead(2)
					.build()) {
			assertThat(profiler.status().overhead()).isNull();

			profiler.start();
			assertThat(profiler.status().overhead().budget()).isEqualTo(0.02);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertMeasured(profiler.status().overhead().measured()));
			assertThat(profiler.status().overhead().stretched()).isEmpty();
		}
	}

	private static void assertMeasured(Overhead.Measured measured) {
		assertThat(measured).isNotNull();
		assertThat(measured.window()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		assertThat(measured.sampling()).containsKeys(ProfileType.CPU, ProfileType.WALL);
		assertThat(measured.sampling().get(ProfileType.CPU)).isPositive();
		assertThat(measured.threads()).as("the cuts").isPositive();
		assertThat(measured.cores()).isPositive();
		double parts = measured.threads()
				+ measured.sampling().values().stream().mapToDouble(Double::doubleValue).sum();
		assertThat(measured.share()).isBetween(parts - 0.001, parts + 0.001).isLessThan(0.9);
	}

}
