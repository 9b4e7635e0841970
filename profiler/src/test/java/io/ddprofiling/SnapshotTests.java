package io.ddprofiling;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.ddprofiling.export.Windows;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.store.StoredRecording;
import io.ddprofiling.testsupport.JfrTool;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class SnapshotTests {

	private static final Set<ProfileType> CPU = EnumSet.of(ProfileType.CPU);

	@TempDir
	private Path directory;

	@Test
	void snapshotCanBeHadInEveryForm() throws IOException {
		try (Work work = new Work(); Profiler profiler = profiler()) {
			profiler.start();
			await().atMost(Duration.ofSeconds(20))
				.until(() -> profiler.snapshot(Duration.ofMinutes(1)).profile(CPU).samples(ProfileType.CPU) >= 10);
			Snapshot snapshot = profiler.snapshot(Duration.ofMinutes(1));

			PprofFile pprof = PprofFile.parse(SnapshotFormat.PPROF.encode(snapshot, EnumSet.allOf(ProfileType.class)));
			assertThat(pprof.functionNames()).contains("io.ddprofiling.Work.burn");
			assertThat(text(SnapshotFormat.COLLAPSED, snapshot)).contains("io.ddprofiling.Work.burn");
			assertThat(text(SnapshotFormat.FLAMEGRAPH, snapshot)).startsWithIgnoringCase("<!doctype html>")
				.contains("io.ddprofiling.Work.burn");
			byte[] recording = SnapshotFormat.JFR.encode(snapshot, CPU);
			assertThat(recording).hasSize((int) snapshot.recording().size());
			Path file = Files.write(this.directory.resolve("snapshot.jfr"), recording);
			assertThat(JfrTool.summary(file).get("jdk.ExecutionSample")).isPositive();
		}
	}

	@Test
	void recordingThatIsOpenOutlivesTheRun() throws IOException {
		try (Profiler profiler = profiler()) {
			profiler.start();
			Snapshot snapshot = profiler.snapshot(Duration.ofMinutes(1));
			StoredRecording recording = snapshot.recording();
			try (InputStream open = recording.open()) {
				profiler.stop();

				assertThat(open.readAllBytes()).hasSize((int) recording.size());
			}
			assertThat(snapshot.recording().size()).isZero();
			assertThat(snapshot.profile(CPU).isEmpty()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(SnapshotFormat.class)
	void formatIsFoundByItsName(SnapshotFormat format) {
		assertThat(SnapshotFormat.of(format.id())).isEqualTo(format);
		assertThat(SnapshotFormat.of(" " + format.id().toUpperCase(Locale.ROOT) + " ")).isEqualTo(format);
		assertThat(SnapshotFormat.ids()).contains(format.id());
		assertThat(format.contentType()).contains("/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "svg", "pprof.gz", "../pprof" })
	void unknownFormatIsRefused(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> SnapshotFormat.of(id))
			.withMessage(
					"Unknown format, one of [pprof, jfr, collapsed, flamegraph, endpoints, top, top-markdown, diff,"
							+ " diff-markdown, heatmap]");
	}

	@ParameterizedTest
	@EnumSource(value = SnapshotFormat.class, mode = EnumSource.Mode.EXCLUDE, names = { "PPROF", "JFR", "ENDPOINTS" })
	void formatOfOneTypeTakesExactlyOne(SnapshotFormat format) throws IOException {
		Chunk chunk = chunk("recording.jfr", new byte[10]);
		Snapshot snapshot = snapshot(chunk);

		assertThat(format.isSingleType()).isTrue();
		SnapshotView two = SnapshotView.of(EnumSet.of(ProfileType.CPU, ProfileType.WALL)).comparedWith(snapshot);
		assertThatIllegalArgumentException().isThrownBy(() -> format.encode(snapshot, two))
			.withMessageStartingWith("'types' must hold exactly one type");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> format.encode(snapshot, EnumSet.noneOf(ProfileType.class)));
	}

	@ParameterizedTest
	@EnumSource(value = SnapshotFormat.class, names = { "DIFF", "DIFF_MARKDOWN" })
	void comparisonNeedsABaseline(SnapshotFormat format) throws IOException {
		Chunk chunk = chunk("recording.jfr", new byte[10]);
		Snapshot snapshot = snapshot(chunk);

		assertThat(format.isComparison()).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> format.encode(snapshot, CPU))
			.withMessageStartingWith("'baseline'");
	}

	@Test
	void heatmapIsMadeOfSoMuchOnly() throws IOException {
		Chunk chunk = chunk("large.jfr", new byte[0]);
		try (RandomAccessFile file = new RandomAccessFile(chunk.file().toFile(), "rw")) {
			// takes no room on the disk
			file.setLength(SnapshotHeatmap.MAX_BYTES + 1);
		}
		Chunk large = Windows.chunk(chunk.file(), SnapshotHeatmap.MAX_BYTES + 1);

		assertThatExceptionOfType(SnapshotTooLargeException.class)
			.isThrownBy(() -> SnapshotFormat.HEATMAP.encode(snapshot(large), CPU))
			.withMessageContaining("of up to 16 MB");
		Files.delete(chunk.file());
		assertThatIOException().isThrownBy(() -> SnapshotFormat.HEATMAP.encode(snapshot(large), CPU))
			.withMessageContaining("no longer in the store");
	}

	private static Snapshot snapshot(Chunk chunk) {
		return new Snapshot(Windows.IDENTITY, chunk.window(), List.of(chunk), null, new ProfileReader());
	}

	private Profiler profiler() {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.uploadMode(UploadMode.NEVER)
			.build();
	}

	private Chunk chunk(String name, byte[] content) throws IOException {
		return Windows.chunk(Files.write(this.directory.resolve(name), content), content.length);
	}

	private static String text(SnapshotFormat format, Snapshot snapshot) throws IOException {
		return new String(format.encode(snapshot, CPU), StandardCharsets.UTF_8);
	}

}
