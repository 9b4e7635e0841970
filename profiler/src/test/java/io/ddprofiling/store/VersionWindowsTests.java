package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.RuntimeDetails;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class VersionWindowsTests {

	private static final long STORE_BYTES = 8000;

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 1);

	private static final ChunkScanner NOTHING = (recording, offset) -> List.of();

	@TempDir
	private Path directory;

	private Path base;

	private VersionWindows versions;

	private Instant now = Instant.now().minus(Duration.ofMinutes(30));

	@BeforeEach
	void prepare() {
		this.base = this.directory.resolve("base");
		this.versions = new VersionWindows(this.base, STORE_BYTES);
	}

	@Test
	void whatIsKeptIsWhatWasRecorded() throws IOException {
		Path source = Files.writeString(this.directory.resolve("r.jfr"), "before" + "first" + "second" + "after");
		Path beside = Files.writeString(this.directory.resolve("beside"), "exceptionspans");
		Instant end = this.now.plusSeconds(10);
		Chunk first = new Chunk(7, source, 6, 5, new TimeWindow(this.now, end), RATES, this.now,
				List.of(new ExceptionRecording(beside, 0, 9, 42)), new SpanRecording(beside, 9, 5));
		Chunk second = new Chunk(8, source, 11, 6, new TimeWindow(end, end.plusSeconds(10)), RATES);

		this.versions.keep(shop("1"), List.of(first, second), first);
		Files.delete(source);
		Files.delete(beside);

		VersionWindow kept = this.versions.previous(shop("2"));
		assertThat(kept).isNotNull();
		assertThat(kept.identity()).isEqualTo(shop("1"));
		assertThat(kept.window()).isEqualTo(new TimeWindow(this.now, end.plusSeconds(10)));
		assertThat(kept.chunks()).extracting(VersionWindowsTests::text).containsExactly("first", "second");
		Chunk copy = kept.chunks().get(0);
		assertThat(copy.rates()).isEqualTo(RATES);
		assertThat(new String(copy.read(copy.exceptions().get(0)).array())).isEqualTo("exception");
		assertThat(copy.exceptions().get(0).thrown()).isEqualTo(42);
		assertThat(copy.spans()).isNotNull();
		assertThat(new String(copy.read(copy.spans()).array())).isEqualTo("spans");
		assertThat(kept.liveHeap()).isEqualTo(copy);
	}

	@Test
	void listOfLiveObjectsFromBeforeIsKeptToo() throws IOException {
		Chunk list = chunk("list");
		List<Chunk> chunks = List.of(chunk("last"));

		this.versions.keep(shop("1"), chunks, new Chunk(list.sequence(), list.file(), list.offset(), list.size(),
				list.window(), RATES, this.now, List.of(), null));

		VersionWindow kept = this.versions.previous(shop("2"));
		assertThat(kept.chunks()).extracting(VersionWindowsTests::text).containsExactly("last");
		assertThat(text(kept.liveHeap())).isEqualTo("list");
	}

	@Test
	void onlyTheEndOfALongOrLargeRunIsKept() throws IOException {
		this.versions = new VersionWindows(this.base, 10 * STORE_BYTES);
		List<Chunk> chunks = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			chunks.add(chunk("c" + i));
		}
		this.versions.keep(shop("1"), chunks, null);
		assertThat(this.versions.previous(shop("2")).window().duration()).isEqualTo(VersionWindows.LENGTH);

		chunks.add(chunk("x".repeat(6000)));
		chunks.add(chunk("y".repeat(6000)));
		this.versions.keep(shop("1"), chunks, null);
		assertThat(this.versions.previous(shop("2")).chunks()).extracting(VersionWindowsTests::text)
			.containsExactly("y".repeat(6000));
	}

	@Test
	void previousVersionIsTheNewestOther() throws IOException {
		keep("1");
		keep("2");
		assertThat(previous("2")).isEqualTo("1");
		assertThat(previous("3")).isEqualTo("2");

		keep("2");
		assertThat(previous("2")).as("started once more").isEqualTo("1");
		keep("3");
		assertThat(previous("3")).isEqualTo("2");
		assertThat(previous("2")).as("rolled back").isEqualTo("3");
		assertThat(directories()).as("one is given up for a newer").hasSize(2);
	}

	@Test
	void versionThatWasStartedLaterIsNotThePrevious() throws IOException {
		keep("1");
		Instant started = RuntimeDetails.ofThisJvm().started();
		this.versions.keep(shop("3", started.plusSeconds(1)), List.of(chunk("3")), null);

		assertThat(previous("2")).isEqualTo("1");
		assertThat(this.versions.previous(shop("2", null)).identity().version()).as("not known when").isEqualTo("3");
	}

	@Test
	void servicesAndEnvironmentsAreTheirOwn() throws IOException {
		keep("1");
		this.versions.keep(new Identity("cart", "prod", "7", "host", "id", 1, Map.of()), List.of(chunk("a")), null);
		this.versions.keep(new Identity("shop", "test", "8", "host", "id", 1, Map.of()), List.of(chunk("a")), null);
		this.versions.keep(new Identity("shop", "prod", null, "host", "id", 1, Map.of()), List.of(chunk("a")), null);
		this.versions.keep(shop("9"), List.of(), null);

		assertThat(previous("2")).isEqualTo("1");
		assertThat(directories()).hasSize(3);
		assertThat(this.versions.previous(new Identity("shop", "dev", "2", "host", "id", 1, Map.of()))).isNull();
	}

	@Test
	void allTogetherIsBounded() throws IOException {
		for (int service = 0; service < 30; service++) {
			Identity identity = new Identity("s" + service, null, "1", "host", "id", 1, Map.of());
			this.versions.keep(identity, List.of(chunk("x".repeat(300))), null);
		}

		long bytes = 0;
		for (Path kept : directories()) {
			bytes += ProcessDirectory.size(kept);
		}
		assertThat(bytes).isBetween(1L, STORE_BYTES / 2);
		assertThat(this.versions.previous(new Identity("s29", null, "2", "host", "id", 1, Map.of()))).isNotNull();
	}

	@Test
	void whatCannotBeReadIsNotKept() throws IOException {
		Chunk chunk = chunk("gone");
		Files.delete(chunk.file());

		this.versions.keep(shop("1"), List.of(chunk), null);

		assertThat(this.base).isEmptyDirectory();
		assertThat(previous("2")).isNull();
	}

	@Test
	void endOfAKilledRunIsRescuedOnce() throws IOException {
		try (ChunkStore killed = new ChunkStore(this.base, STORE_BYTES, Duration.ofHours(1))) {
			killed.identify(shop("1"));
			Files.writeString(killed.newFile(), "recorded");
			killed.add(0, 8, new TimeWindow(this.now, this.now.plusSeconds(1)), RATES, null, List.of(), new byte[0]);
			this.versions.rescue(shop("2"), NOTHING);
			assertThat(previous("2")).as("it runs").isNull();
			killed.deliverTo(List.of("exporter"));
			killed.windowEnded(1, 1);
		}

		this.versions.rescue(shop("1"), NOTHING);
		assertThat(previous("2")).as("it is no other version").isNull();
		this.versions.rescue(shop("2"), NOTHING);
		assertThat(text(this.versions.previous(shop("2")).chunks().get(0))).isEqualTo("recorded");
		List<Path> kept = directories();
		this.versions.rescue(shop("2"), NOTHING);
		assertThat(directories()).isEqualTo(kept);
	}

	private void keep(String version) throws IOException {
		this.versions.keep(shop(version), List.of(chunk(version)), null);
	}

	private String previous(String version) {
		VersionWindow window = this.versions.previous(shop(version));
		return (window != null) ? window.identity().version() : null;
	}

	private List<Path> directories() throws IOException {
		try (Stream<Path> children = Files.list(this.base)) {
			return children.filter((child) -> child.getFileName().toString().startsWith("version-")).sorted().toList();
		}
	}

	private Chunk chunk(String content) throws IOException {
		Path file = this.directory.resolve("source.jfr");
		long offset = Files.exists(file) ? Files.size(file) : 0;
		Files.writeString(file, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		Instant start = this.now;
		this.now = start.plusSeconds(10);
		return new Chunk(offset + 1, file, offset, content.length(), new TimeWindow(start, this.now), RATES);
	}

	private static String text(Chunk chunk) {
		try {
			return new String(chunk.read().array());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Identity shop(String version, @Nullable Instant started) {
		RuntimeDetails own = RuntimeDetails.ofThisJvm();
		return new Identity("shop", "prod", version, "host", "runtime", 1, Map.of(),
				new RuntimeDetails(own.profilerVersion(), own.javaVersion(), own.runtimeName(), own.runtimeVersion(),
						own.vmName(), own.vmVendor(), own.osName(), own.osVersion(), own.processors(), started,
						own.entryPoint(), own.workingDirectory(), own.environment()));
	}

	private static Identity shop(String version) {
		return new Identity("shop", "prod", version, "host", "runtime", 1, Map.of());
	}

}
