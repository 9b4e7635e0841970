package io.ddprofiling.jfr;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts the samples of a busy thread over sixty cuts, one a second.
 */
@Tag("soak")
@EnabledOnOs({ OS.LINUX, OS.MAC })
class GaplessCutTests {

	private static final int CUTS = 60;

	@TempDir
	private Path directory;

	@Test
	void cutsLoseNoSample() throws Exception {
		AtomicLong used = new AtomicLong();
		Recording recording = Recording.start(this.directory);
		Thread burner = new Thread(() -> {
			Work.burn(CUTS * 1000L);
			used.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
		}, "burner");
		burner.start();
		for (int i = 0; i < CUTS; i++) {
			Thread.sleep(1000);
			recording.cut();
		}
		burner.join();
		Profile profile = recording.stop().profile();

		long taken = Recording.ofThread(profile, SampleType.CPU_SAMPLES, "burner");
		double expected = used.get() / (double) Recording.RATES.interval(ProfileType.CPU);
		System.out.printf("%d of %.1f expected samples over %d cuts: %.4f%n", taken, expected, CUTS, taken / expected);
		assertThat(taken / expected).isBetween(0.999, 1.001);
	}

}
