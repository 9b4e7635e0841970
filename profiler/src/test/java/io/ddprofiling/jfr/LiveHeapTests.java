package io.ddprofiling.jfr;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Tests the profile of live objects with the real async-profiler.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class LiveHeapTests {

	private static final int SIZE = 1024 * 1024;

	@TempDir
	private Path directory;

	/**
	 * So large that it does not grow: of a method, too, a small object that is sampled by
	 * chance stands for thousands.
	 */
	private final List<byte[]> kept = new ArrayList<>(200);

	@Test
	void whatSurvivedACollectionIsLive() throws Exception {
		Recording recording = Recording.start(this.directory);
		Work.run("keeper", () -> {
			for (int i = 0; i < 200; i++) {
				keep(i);
				forget();
			}
		});
		System.gc();
		// so small that they give no cause for another collection
		Work.run("latecomer", () -> {
			for (int i = 0; i < 40; i++) {
				this.kept.add(new byte[SIZE / 5]);
			}
		});
		Profile profile = recording.stop().profile();

		assertThat(Recording.ofThread(profile, SampleType.LIVE_SPACE, "keeper")).isCloseTo(100L * SIZE,
				withinPercentage(20));
		// of the thread, a small object that is sampled by chance stands for thousands
		assertThat(Recording.ofMethod(profile, SampleType.LIVE_OBJECTS, LiveHeapTests.class.getName() + ".keep"))
			.isCloseTo(100L, withinPercentage(20));
		assertThat(Recording.ofMethod(profile, SampleType.LIVE_SPACE, LiveHeapTests.class.getName() + ".forget"))
			.isZero();
		assertThat(Recording.ofThread(profile, SampleType.LIVE_SPACE, "latecomer")).isZero();
		assertThat(this.kept).hasSize(140);
	}

	@Test
	void aRecordingThatGoesOnHasNoListYet() throws Exception {
		Recording recording = Recording.start(this.directory);
		keepHalf("keeper", 100);
		System.gc();
		recording.cut();

		assertThat(recording.profile().total(SampleType.LIVE_SPACE)).isZero();
		recording.stop();
		assertThat(recording.profile().total(SampleType.LIVE_SPACE)).isPositive();
	}

	private void keepHalf(String thread, int blocks) throws Exception {
		Work.run(thread, () -> {
			for (int i = 0; i < blocks; i++) {
				keep(i);
			}
		});
	}

	private void keep(int index) {
		byte[] block = new byte[SIZE];
		if (index % 2 == 0) {
			this.kept.add(block);
		}
	}

	private static void forget() {
		Work.sink = new byte[SIZE];
		Work.sink = "forgotten";
	}

}
