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

	private static final List<String> OWN = List.of("io.ddprofiling.jfr.", "io.ddprofiling.encode.",
			"io.ddprofiling.recorder.");

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

			assertThat(cpu(profile, "io.ddprofiling.Work.burn")).isPositive();
			assertThat(cpu(profile, "io.ddprofiling.Snapshot")).isZero();
			// of some stacks only the leaf is known; this thread is as busy as the other
			assertThat(OWN.stream().mapToLong((name) -> cpu(profile, name)).sum())
				.isLessThan(profile.total(SampleType.CPU_TIME) / 10);
		}
	}

	private static long cpu(Profile profile, String name) {
		int column = profile.sampleTypes().indexOf(SampleType.CPU_TIME);
		return IntStream.range(0, profile.rows())
			.filter((row) -> passesThrough(profile, profile.stack(row), name))
			.mapToLong((row) -> profile.value(row, column))
			.sum();
	}

	private static boolean passesThrough(Profile profile, int stack, String name) {
		return IntStream.range(0, profile.depth(stack))
			.mapToObj((frame) -> profile.functionName(profile.function(profile.frame(stack, frame))))
			.anyMatch((function) -> function.startsWith(name));
	}

	private static void takeSnapshot(Profiler profiler) throws IOException {
		SnapshotFormat.FLAMEGRAPH.encode(profiler.snapshot(Duration.ofMinutes(1)), Set.of(ProfileType.CPU));
	}

}
