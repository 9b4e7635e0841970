package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.profile.ProfileType;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens when the disk or the store's directory fails, with the real recorder.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "file systems are mounted to fail")
class StoreFaultTests {

	private static final Duration PLENTY = Duration.ofSeconds(20);

	private static final long MB = 1024 * 1024;

	private final CapturedLog log = new CapturedLog();

	private final Work work = new Work();

	@TempDir
	private Path directory;

	private Profiler profiler;

	@AfterEach
	void stop() {
		this.profiler.close();
		this.work.close();
		this.log.close();
		Footprint.assertGone(store());
	}

	@Test
	void diskThatFillsUpInterruptsUntilThereIsRoom() throws IOException {
		try (Tmpfs disk = Tmpfs.mount(store(), "size=40m,mode=700")) {
			start();

			Path filler = disk.fillUpTo(20 * MB);
			awaitState(ProfilerState.INTERRUPTED);

			assertThat(this.profiler.status().reason()).startsWith("Less than 32 MB are left in " + store())
				.endsWith("; free some or set dd.profiling.store.directory");
			Footprint.awaitSampling(false);
			assertThat(cpuSamples()).as("what was recorded before").isPositive();
			Files.delete(filler);
			awaitRecordingGoesOn();
			this.profiler.close();
		}
		assertThat(this.log.warnings()).singleElement().asString().contains("Less than 32 MB are left");
		assertThat(this.log.infos()).contains("Profiling goes on");
	}

	@Test
	void diskThatIsFullAtOnceLosesNoMoreThanTheLastSamples() throws IOException {
		try (Tmpfs disk = Tmpfs.mount(store(), "size=40m,mode=700")) {
			start();

			Path filler = disk.fill();
			awaitState(ProfilerState.INTERRUPTED);

			await().atMost(PLENTY)
				.until(() -> this.profiler.status().reason().contains("free some or set dd.profiling.store.directory"));
			assertThat(cpuSamples()).isPositive();
			Files.delete(filler);
			awaitRecordingGoesOn();
			this.profiler.close();
		}
		assertThat(this.log.warnings()).hasSize(1);
	}

	@Test
	void directoryThatIsDeletedIsMadeAgain() throws IOException {
		start();
		long lost = this.profiler.counters().lostRecordings();

		// at once, while files come and go
		delete(Files.move(store(), this.directory.resolve("deleted")));

		await().atMost(PLENTY).until(() -> this.profiler.counters().lostRecordings() > lost);
		awaitRecordingGoesOn();
		assertThat(Path.of(this.profiler.status().storeDirectory())).isNotEmptyDirectory();
		assertThat(this.log.warnings()).singleElement().asString().contains("interrupted", "cannot be read");
		assertThat(this.log.infos()).contains("Profiling goes on");
	}

	@Test
	void directoryThatBecomesReadOnlyInterruptsUntilItIsWritable() throws IOException {
		start();
		try (Tmpfs cover = Tmpfs.mount(store(), "ro")) {
			awaitState(ProfilerState.INTERRUPTED);
			await().atMost(PLENTY).until(() -> this.profiler.status().reason().contains("Read-only file system"));

			assertThat(this.profiler.status().reason()).startsWith("recordings cannot be kept in " + store())
				.endsWith("; make it writable or set dd.profiling.store.directory");
			Footprint.awaitSampling(false);
			assertThat(this.profiler.snapshot(Duration.ofMinutes(1)).profile(EnumSet.of(ProfileType.CPU)).isEmpty())
				.as("what is out of reach is left out")
				.isTrue();
		}
		awaitRecordingGoesOn();
	}

	@Test
	void recordingGoesOnWhenSomebodyElseStoppedIt() throws IOException {
		start();

		AsyncProfiler.getInstance().execute("stop");

		await().atMost(PLENTY).until(() -> this.profiler.counters().lostRecordings() > 0);
		awaitRecordingGoesOn();
		assertThat(this.log.warnings()).singleElement()
			.asString()
			.contains("interrupted", "somebody else stop async-profiler");
	}

	@Test
	void startInAReadOnlyDirectorySaysWhatHelps() throws IOException {
		try (Tmpfs cover = Tmpfs.mount(store(), "ro")) {
			this.profiler = builder().build();
			this.profiler.start();

			assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.UNAVAILABLE);
			assertThat(this.profiler.status().reason()).contains("Read-only file system",
					"set dd.profiling.store.directory to a directory that this user can write to");
		}
		this.profiler.start();
		assertThat(this.profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
	}

	private void start() {
		this.profiler = builder().build();
		this.profiler.start();
		awaitState(ProfilerState.RUNNING);
		await().atMost(PLENTY).until(() -> cpuSamples() > 0);
	}

	private void awaitState(ProfilerState state) {
		await().atMost(PLENTY)
			.untilAsserted(() -> assertThat(this.profiler.status().state()).as(this.profiler.status().reason())
				.isEqualTo(state));
	}

	private void awaitRecordingGoesOn() {
		awaitState(ProfilerState.RUNNING);
		assertThat(this.profiler.status().reason()).isNull();
		Footprint.awaitSampling(true);
		Duration since = Duration.ofMillis(500);
		await().atMost(PLENTY)
			.until(() -> this.profiler.snapshot(since)
				.profile(EnumSet.of(ProfileType.CPU))
				.samples(ProfileType.CPU) > 0);
	}

	private long cpuSamples() {
		return this.profiler.snapshot(Duration.ofMinutes(1))
			.profile(EnumSet.of(ProfileType.CPU))
			.samples(ProfileType.CPU);
	}

	private Path store() {
		return this.directory.resolve("store");
	}

	private ProfilerBuilder builder() {
		return LocalProfiler.builder(store());
	}

	private static void delete(Path directory) throws IOException {
		List<Path> paths;
		try (Stream<Path> walk = Files.walk(directory)) {
			paths = walk.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path path : paths) {
			Files.deleteIfExists(path);
		}
	}

}
