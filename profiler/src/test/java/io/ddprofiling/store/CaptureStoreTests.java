package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class CaptureStoreTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Identity SHOP = identity("shop");

	@TempDir
	private Path directory;

	private Path recording;

	private CaptureStore store;

	@BeforeEach
	void prepare() throws IOException {
		this.recording = Files.writeString(this.directory.resolve("source"), "0123456789exceptionsspans");
		this.store = new CaptureStore(this.directory.resolve("store"));
	}

	@Test
	void chunksAreCopiedWithAllThatBelongsToThem() throws IOException {
		Capture capture = capture(SHOP, START);
		CaptureWriter writer = this.store.create(capture, 1000);

		assertThat(writer.append(chunk(1, 2, 3, null))).isTrue();
		assertThat(writer.append(chunk(2, 5, 5, START))).isTrue();
		writer.end(chunk(1, 0, 2, START), null, false);
		Files.delete(this.recording);

		CaptureStore.Content content = this.store.content(capture.id());
		assertThat(content.chunks()).hasSize(2);
		Chunk first = content.chunks().get(0);
		assertThat(new String(first.read().array())).isEqualTo("234");
		assertThat(new String(first.read(first.exceptions().get(0)).array())).isEqualTo("exceptions");
		assertThat(first.exceptions().get(0).thrown()).isEqualTo(7);
		assertThat(new String(first.read(first.spans()).array())).isEqualTo("spans");
		assertThat(first.rates().interval(ProfileType.CPU)).isEqualTo(10);
		Chunk second = content.chunks().get(1);
		assertThat(new String(second.read().array())).isEqualTo("56789");
		assertThat(new String(second.read(second.exceptions().get(0)).array())).isEqualTo("exceptions");
		assertThat(content.liveHeap()).as("the list given at the end is older").isEqualTo(second);
		assertThat(Files.size(first.file())).isEqualTo(8);
	}

	@Test
	void listOfLiveObjectsFromBeforeIsKept() throws IOException {
		Capture capture = capture(SHOP, START);
		CaptureWriter writer = this.store.create(capture, 1000);

		writer.append(chunk(2, 2, 3, null));
		writer.end(chunk(1, 0, 2, START), null, false);

		CaptureStore.Content content = this.store.content(capture.id());
		assertThat(content.chunks()).hasSize(1);
		assertThat(new String(content.liveHeap().read().array())).isEqualTo("01");
	}

	@Test
	void chunkThatIsTooLargeIsLeftOut() throws IOException {
		CaptureWriter writer = this.store.create(capture(SHOP, START), 40);

		assertThat(writer.append(chunk(1, 0, 10, null))).isTrue();
		assertThat(writer.append(chunk(2, 0, 1, null))).isFalse();
		assertThat(writer.capture().bytes()).isEqualTo(25);
	}

	@Test
	void recordingThatIsGoneIsNotCopiedByHalves() throws IOException {
		Capture capture = capture(SHOP, START);
		CaptureWriter writer = this.store.create(capture, 1000);
		writer.append(chunk(1, 0, 10, null));

		assertThatIOException().isThrownBy(() -> writer.append(chunk(2, 10, 500, null)));
		writer.append(chunk(3, 0, 3, null));

		List<Chunk> chunks = this.store.content(capture.id()).chunks();
		assertThat(chunks).extracting(Chunk::sequence).containsExactly(1L, 3L);
		assertThat(new String(chunks.get(1).read().array())).isEqualTo("012");
	}

	@Test
	void capturesOfOtherServicesAreNotSeen() throws IOException {
		Capture older = capture(SHOP, START);
		Capture newer = capture(SHOP, START.plusSeconds(1));
		Capture other = capture(identity("bank"), START);
		for (Capture capture : List.of(older, newer, other)) {
			this.store.create(capture, 1000);
		}

		assertThat(this.store.list(SHOP)).extracting(Capture::id).containsExactly(newer.id(), older.id());
		assertThat(this.store.find(other.id(), SHOP)).isNull();
		assertThat(this.store.find(UUID.randomUUID(), SHOP)).isNull();
		assertThat(this.store.find(other.id(), identity("bank"))).isNotNull();
	}

	@Test
	void oldCapturesAreDeletedWhoseverTheyAre() throws IOException {
		Capture older = capture(identity("bank"), START);
		Capture newer = capture(SHOP, START.plusSeconds(1));
		this.store.create(older, 1000);
		this.store.create(newer, 1000);
		Path foreign = Files.createDirectory(this.directory.resolve("store/captures/notes"));

		this.store.expire(START.plusMillis(500));

		assertThat(this.directory.resolve("store/captures"))
			.isDirectoryContaining((path) -> path.getFileName().toString().equals(newer.id().toString()));
		assertThat(this.store.find(older.id(), identity("bank"))).isNull();
		assertThat(foreign).exists();
	}

	@Test
	void whatCannotBeReadIsNoCapture() throws IOException {
		Capture capture = capture(SHOP, START);
		this.store.create(capture, 1000);
		Path description = this.directory.resolve("store/captures/" + capture.id() + "/capture");

		for (String text : List.of("", "format=2", "format=1", "format=1\nstate=RECORDING\nstart=x",
				Files.readString(description).replace("CPU", "GPU"), "\\u00")) {
			Files.writeString(description, text);
			assertThat(this.store.find(capture.id(), SHOP)).as(text).isNull();
			assertThat(this.store.list(SHOP)).as(text).isEmpty();
		}
	}

	@Test
	void captureIsDeletedWhole() throws IOException {
		Capture capture = capture(SHOP, START);
		this.store.create(capture, 1000).append(chunk(1, 0, 10, null));

		this.store.delete(capture.id());
		this.store.delete(UUID.randomUUID());

		assertThat(this.directory.resolve("store/captures")).isEmptyDirectory();
	}

	private Chunk chunk(long sequence, long offset, long size, Instant collected) {
		Instant start = START.plusSeconds(sequence);
		return new Chunk(sequence, this.recording, offset, size, new TimeWindow(start, start.plusSeconds(1)),
				SamplingRates.NONE.with(ProfileType.CPU, 10), collected,
				List.of(new ExceptionRecording(this.recording, 10, 10, 7)), new SpanRecording(this.recording, 20, 5));
	}

	private static Capture capture(Identity identity, Instant begun) {
		return new Capture(UUID.randomUUID(), identity, Capture.State.RECORDING,
				new TimeWindow(begun, begun.plus(Duration.ofSeconds(10))), begun, ProfileType.CPU, 1_000_000L,
				"a test, with = and \n in it", 0, null);
	}

	private static Identity identity(String service) {
		return new Identity(service, "prod", null, "host", "runtime", 4242, Map.of());
	}

}
