package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.RuntimeDetails;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a run leaves behind, and who takes it.
 */
class AbandonedRunTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 1);

	private static final Identity IDENTITY = new Identity("orders", "prod", "1.2", "web-1", "runtime-1", 4242,
			Map.of("team", "shop=ö:\n", "az", "eu"),
			new RuntimeDetails("0.0.9", "21.0.1", "rt", "21.0.1+2", "vm", "vendor", "Linux", "6.1", 3,
					START.minusSeconds(5), "app.jar", "/opt/shop", Map.of("POD_NAME", "orders-1")));

	private static final List<String> EXPORTERS = List.of("datadog", "own");

	private static final ChunkScanner NOTHING = (recording, offset) -> List.of();

	@TempDir
	private Path base;

	private ChunkStore store;

	private long sequence;

	@BeforeEach
	void record() throws IOException {
		this.store = open();
		this.store.identify(IDENTITY);
		this.store.deliverTo(EXPORTERS);
		this.store.newFile();
		window(2);
		window(2);
		this.store.newFile();
		window(1);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void whatIsNotDeliveredIsTakenOverUnderItsIdentity() throws IOException {
		this.store.settled("datadog", 3, 4);
		this.store.close();

		AbandonedRun run = takeOver(IDENTITY);

		assertThat(run.directory()).isEqualTo(this.store.directory());
		assertThat(run.identity()).isEqualTo(IDENTITY);
		assertThat(sequences(run, "datadog")).containsExactly(List.of(1L, 2L), List.of(5L));
		assertThat(sequences(run, "own")).containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
		assertThat(sequences(run, "new")).isEmpty();
		run.delete();
		assertThat(this.base).isEmptyDirectory();
	}

	@Test
	void whatIsDeliveredIsNotTakenOverAgain() throws IOException {
		this.store.close();
		AbandonedRun first = takeOver(IDENTITY);
		first.settled("datadog", 1, 5);
		first.close();

		AbandonedRun second = takeOver(IDENTITY);
		assertThat(sequences(second, "datadog")).isEmpty();
		assertThat(sequences(second, "own")).hasSize(3);
		second.settled("own", 1, 5);
		second.close();

		assertThat(takeOver(IDENTITY)).isNull();
	}

	@Test
	void storeWhoseWindowsAreAllDeliveredIsDeleted() {
		EXPORTERS.forEach((exporter) -> this.store.settled(exporter, 1, 5));
		chunk();

		this.store.close();

		assertThat(this.base).isEmptyDirectory();
	}

	@Test
	void storeThatNobodyDeliversFromIsDeleted() throws IOException {
		try (ChunkStore other = open()) {
			other.identify(IDENTITY);
			other.deliverTo(List.of());
			other.newFile();
			other.windowEnded(1, 1);
			other.close();
			assertThat(other.directory()).doesNotExist();
		}
	}

	@Test
	void whatWasRecordedAfterTheLastWindowIsAWindow() throws IOException {
		chunk();
		chunk();
		this.store.close();

		AbandonedRun run = takeOver(IDENTITY);

		assertThat(sequences(run, "own")).endsWith(List.of(5L), List.of(6L, 7L));
		run.delete();
	}

	@Test
	void chunksThatAreNotListedAreFound() throws IOException {
		this.store.close();
		ChunkScanner scanner = (recording, offset) -> recording.endsWith("recording-2.jfr") ? List
			.of(new ChunkScanner.Found(offset, 7, START.plusSeconds(66)), new ChunkScanner.Found(offset + 7, 3, START))
				: List.of();

		AbandonedRun run = AbandonedRun.takeOver(this.base, IDENTITY, EXPORTERS, scanner);

		assertThat(sequences(run, "own")).endsWith(List.of(5L), List.of(6L, 7L));
		List<Chunk> found = run.undelivered("own").get(3);
		assertThat(found.get(0).offset()).isEqualTo(10);
		assertThat(found.get(0).window()).isEqualTo(new TimeWindow(START.plusSeconds(50), START.plusSeconds(66)));
		assertThat(found.get(1).window()).as("a clock that was set back")
			.isEqualTo(new TimeWindow(START.plusSeconds(66), START.plusSeconds(66)));
		assertThat(found.get(1).rates()).isEqualTo(RATES);
		run.delete();
	}

	@Test
	void onlyOneTakesIt() throws IOException {
		assertThat(takeOver(IDENTITY)).as("in use").isNull();
		this.store.close();

		AbandonedRun run = takeOver(IDENTITY);
		assertThat(takeOver(IDENTITY)).isNull();
		run.close();

		AbandonedRun again = takeOver(IDENTITY);
		assertThat(again).isNotNull();
		again.delete();
	}

	@Test
	void anotherServiceOrEnvironmentTakesNothing() throws IOException {
		this.store.close();

		assertThat(takeOver(new Identity("billing", "prod", "1.2", "web-1", "r", 1, Map.of()))).isNull();
		assertThat(takeOver(new Identity("orders", "test", "1.2", "web-1", "r", 1, Map.of()))).isNull();
		assertThat(takeOver(new Identity("orders", null, "1.2", "web-1", "r", 1, Map.of()))).isNull();
		AbandonedRun run = takeOver(new Identity("orders", "prod", "2.0", "web-2", "r", 1, Map.of()));
		assertThat(run).isNotNull();
		run.delete();
	}

	@Test
	void formatOfAnotherVersionIsLeftAlone() throws IOException {
		this.store.close();
		Path file = this.store.directory().resolve("identity");
		Files.writeString(file, Files.readString(file).replace("format=1", "format=2"));

		assertThat(takeOver(IDENTITY)).isNull();
		assertThat(this.store.directory()).exists();
	}

	@Test
	void tornIndexLosesNoMoreThanItsLastChunk() throws IOException {
		this.store.close();
		Path index = this.store.directory().resolve("recording-2.jfr.index");
		String content = Files.readString(index);
		Files.writeString(index, content.substring(0, content.length() / 2));

		AbandonedRun run = takeOver(IDENTITY);

		assertThat(sequences(run, "own")).startsWith(List.of(1L, 2L), List.of(3L, 4L));
		run.delete();
	}

	@Test
	void windowThatIsNotListedIsNotDeliveredTwice() throws IOException {
		this.store.settled("own", 1, 5);
		chunk();
		this.store.close();
		for (String name : List.of("recording-1.jfr.index", "recording-2.jfr.index")) {
			Path index = this.store.directory().resolve(name);
			List<String> chunks = Files.readAllLines(index)
				.stream()
				.filter((line) -> line.startsWith("chunk"))
				.toList();
			Files.write(index, chunks, StandardOpenOption.TRUNCATE_EXISTING);
		}

		AbandonedRun run = takeOver(IDENTITY);

		assertThat(sequences(run, "own")).containsExactly(List.of(6L));
		run.delete();
	}

	@Test
	void recordingGoesOnThoughNothingCanBeListed() throws IOException {
		assertThat(this.store.trouble()).isNull();
		Path index = Files.createDirectory(this.store.directory().resolve("recording-3.jfr.index"));
		this.store.newFile();

		Chunk chunk = chunk();

		assertThat(this.store.after(5)).containsExactly(chunk);
		assertThat(this.store.trouble()).contains(this.store.directory().toString(),
				"if the process is killed, what is not listed is not delivered");
		Files.delete(index);
		chunk();
		assertThat(this.store.trouble()).isNull();
		this.store.close();
		AbandonedRun run = takeOver(IDENTITY);
		assertThat(sequences(run, "own")).endsWith(List.of(6L, 7L));
		run.delete();
	}

	@Test
	void listThatCannotBeWrittenIsToldUntilItCan() throws IOException {
		Path cursor = this.store.directory().resolve("cursor-own");
		Files.delete(cursor);
		// nothing can be moved to where a directory is that is not empty
		Path obstacle = Files.createDirectories(cursor.resolve("obstacle"));

		this.store.settled("own", 1, 2);
		this.store.settled("datadog", 1, 2);
		chunk();

		assertThat(this.store.trouble()).startsWith("the list of deliveries in " + this.store.directory())
			.endsWith("what is not listed is delivered again by the next process");
		Files.delete(obstacle);
		Files.delete(cursor);
		this.store.settled("datadog", 3, 4);
		assertThat(this.store.trouble()).isNull();
		this.store.close();
		AbandonedRun run = takeOver(IDENTITY);
		assertThat(sequences(run, "own")).containsExactly(List.of(3L, 4L), List.of(5L), List.of(6L));
		run.delete();
	}

	@Test
	void deliveryFromAnotherProcessThatCannotBeWrittenDownIsWarnedOfOnce() throws IOException {
		this.store.close();
		AbandonedRun run = takeOver(IDENTITY);
		Path cursor = run.directory().resolve("cursor-own");
		Files.delete(cursor);
		Files.createDirectories(cursor.resolve("obstacle"));
		try (CapturedLog log = new CapturedLog()) {
			run.settled("own", 1, 2);
			run.settled("own", 3, 4);

			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("the list of deliveries in " + run.directory());
		}
		assertThat(sequences(run, "own")).as("this process knows").containsExactly(List.of(5L));
		run.delete();
	}

	@Test
	void directoryThatWasDeletedIsDescribedAgain() throws IOException {
		try (Stream<Path> files = Files.list(this.store.directory())) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(this.store.directory());
		this.store.newFile();
		chunk();
		this.store.windowEnded(6, 6);
		this.store.close();

		AbandonedRun run = takeOver(IDENTITY);

		assertThat(run.identity()).isEqualTo(IDENTITY);
		assertThat(sequences(run, "own")).containsExactly(List.of(6L));
		run.delete();
	}

	private ChunkStore open() throws IOException {
		return new ChunkStore(this.base, 1000, Duration.ofMinutes(10));
	}

	private void window(int chunks) {
		long first = this.sequence + 1;
		for (int i = 0; i < chunks; i++) {
			chunk();
		}
		this.store.windowEnded(first, this.sequence);
	}

	private Chunk chunk() {
		this.sequence++;
		TimeWindow window = new TimeWindow(START.plusSeconds(this.sequence * 10 - 10),
				START.plusSeconds(this.sequence * 10));
		Chunk chunk = this.store.add(0, 10, window, RATES, null, List.of(), new byte[0]);
		try {
			Files.write(chunk.file(), new byte[10]);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return chunk;
	}

	private AbandonedRun takeOver(Identity like) throws IOException {
		return AbandonedRun.takeOver(this.base, like, EXPORTERS, NOTHING);
	}

	private static List<List<Long>> sequences(AbandonedRun run, String exporter) {
		return run.undelivered(exporter)
			.stream()
			.map((window) -> window.stream().map(Chunk::sequence).toList())
			.toList();
	}

}
