package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a profile does not show the profiler, whichever thread it works on.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class SelfExclusionTests {

	private static final List<String> OWN = List.of("io.ddprofiling.Profiler", "io.ddprofiling.Snapshot",
			"io.ddprofiling.jfr.", "io.ddprofiling.encode.", "io.ddprofiling.recorder.", "one.profiler.");

	@TempDir
	private Path directory;

	@Test
	void whatIsDoneForASnapshotIsNotInTheNext() throws Exception {
		try (Profiler profiler = Profiler.plainBuilder()
			.storeDirectory(this.directory)
			.cutInterval(Duration.ofSeconds(1))
			.uploadMode(UploadMode.NEVER)
			.build(); Work work = new Work()) {
			profiler.start();
			long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
			while (System.nanoTime() < end) {
				takeSnapshot(profiler);
			}
			Profile profile = profiler.snapshot(Duration.ofMinutes(1)).profile(EnumSet.allOf(ProfileType.class));

			assertThat(profile.total(SampleType.CPU_TIME)).isPositive();
			assertThat(IntStream.range(0, profile.functionCount()).mapToObj(profile::functionName))
				.contains("io.ddprofiling.Work.burn")
				.noneMatch((name) -> OWN.stream().anyMatch(name::startsWith));
		}
	}

	private static void takeSnapshot(Profiler profiler) throws IOException {
		SnapshotFormat.FLAMEGRAPH.encode(profiler.snapshot(Duration.ofMinutes(1)), Set.of(ProfileType.CPU));
	}

}
