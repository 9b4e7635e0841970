package io.ddprofiling.export.directory;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.Windows;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DirectoryExporterTests {

	private static final Duration ANY = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	@Test
	void eachWindowIsAFileThatPprofReads() throws IOException {
		DirectoryExporter exporter = exporter("profiles/orders");

		ExportResult first = exporter.export(Windows.of(0), ANY);
		exporter.export(Windows.of(1), ANY);

		Path profiles = this.directory.resolve("profiles");
		assertThat(files(profiles)).containsExactly("orders.4242.0.pprof", "orders.4242.1.pprof");
		PprofFile profile = PprofFile.parse(Files.readAllBytes(profiles.resolve("orders.4242.0.pprof")));
		assertThat(profile.totalOf("cpu", "com.example.Shop.sell")).isPositive();
		assertThat(profile.start()).isEqualTo("2026-01-01T00:00:00Z");
		assertThat(first.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(first.detail()).isEqualTo(profiles.resolve("orders.4242.0.pprof").toString());
		assertThat(first.bytes()).isEqualTo(Files.size(profiles.resolve("orders.4242.0.pprof")));
	}

	@Test
	void fileOfAKilledProcessIsNotReplaced() throws IOException {
		exporter("orders").export(Windows.of(0), ANY);
		byte[] before = Files.readAllBytes(this.directory.resolve("orders.4242.0.pprof"));

		exporter("orders").export(Windows.of(1), ANY);

		assertThat(this.directory.resolve("orders.4242.0.pprof")).hasBinaryContent(before);
		assertThat(files(this.directory)).containsExactly("orders.4242.0.pprof", "orders.4242.1.pprof");
	}

	@Test
	void fileAppearsWhole() throws Exception {
		DirectoryExporter exporter = exporter("orders");
		try (WatchService watch = FileSystems.getDefault().newWatchService()) {
			this.directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);

			exporter.export(Windows.of(0), ANY);

			WatchKey key = watch.poll(30, TimeUnit.SECONDS);
			List<WatchEvent<?>> events = key.pollEvents();
			assertThat(events).filteredOn((event) -> event.context().toString().endsWith(".pprof"))
				.extracting(WatchEvent::kind)
				.doesNotContain((WatchEvent.Kind) StandardWatchEventKinds.ENTRY_MODIFY);
		}
		assertThat(files(this.directory)).containsExactly("orders.4242.0.pprof");
	}

	@Test
	void filesAreBoundedOldestFirst() throws IOException {
		DirectoryExporter exporter = exporter("orders");
		Path foreign = Files.createFile(this.directory.resolve("orders.1.0.pprof"));

		for (int i = 0; i < 125; i++) {
			exporter.export(Windows.of(i), ANY);
		}

		assertThat(files(this.directory)).hasSize(121)
			.contains("orders.4242.5.pprof", "orders.4242.124.pprof")
			.doesNotContain("orders.4242.4.pprof");
		assertThat(foreign).exists();
	}

	@Test
	void emptyWindowIsNotWritten() throws IOException {
		ExportResult result = exporter("orders").export(Windows.empty(), ANY);

		assertThat(result.outcome()).isEqualTo(Outcome.EMPTY);
		assertThat(files(this.directory)).isEmpty();
	}

	@Test
	void directoryThatCannotBeWrittenFailsWithARemedy() throws IOException {
		Files.createFile(this.directory.resolve("file"));
		DirectoryExporter exporter = exporter("file/orders");

		ExportResult result = exporter.export(Windows.of(0), ANY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("check dd.profiling.output-pprof");
	}

	@Test
	void writesAgainWhenTheDirectoryIsUsable() throws IOException {
		Path obstacle = Files.createFile(this.directory.resolve("profiles"));
		DirectoryExporter exporter = exporter("profiles/orders");
		exporter.export(Windows.of(0), ANY);
		Files.delete(obstacle);

		assertThat(exporter.export(Windows.of(0), ANY).outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(files(this.directory.resolve("profiles"))).containsExactly("orders.4242.0.pprof");
	}

	@Test
	void targetNamesTheFiles() {
		DirectoryExporter exporter = exporter("orders");

		assertThat(exporter.target()).isEqualTo(this.directory.resolve("orders") + ".*.pprof");
		assertThat(exporter.name()).isEqualTo("directory");
	}

	private DirectoryExporter exporter(String prefix) {
		return new DirectoryExporter(this.directory.resolve(prefix));
	}

	private static List<String> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
