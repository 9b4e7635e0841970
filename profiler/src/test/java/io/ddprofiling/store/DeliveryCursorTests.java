package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class DeliveryCursorTests {

	@TempDir
	private Path directory;

	@Test
	void nothingIsSettledAtFirst() {
		assertThat(cursor().isSettled(1)).isFalse();
	}

	@Test
	void newestMayBeSettledBeforeTheOldest() throws IOException {
		DeliveryCursor cursor = cursor();
		cursor.settle(7, 9);
		assertThat(settled(cursor)).containsExactly(7L, 8L, 9L);

		cursor.settle(1, 3);
		cursor.write();

		assertThat(file()).hasContent("1-3\n7-9");
		assertThat(settled(DeliveryCursor.read(file()))).containsExactly(1L, 2L, 3L, 7L, 8L, 9L);
	}

	@Test
	void rangesThatTouchAreOne() throws IOException {
		List<Long> windows = new ArrayList<>(LongStream.range(0, 30).boxed().toList());
		Collections.shuffle(windows, new Random(5));
		DeliveryCursor cursor = cursor();
		for (long window : windows) {
			assertThat(cursor.isSettled(window * 3 + 2)).isFalse();
			cursor.settle(window * 3 + 1, window * 3 + 3);
			assertThat(cursor.isSettled(window * 3 + 2)).isTrue();
		}
		cursor.settle(4, 8);
		cursor.write();

		assertThat(file()).hasContent("1-90");
	}

	@Test
	void whatCannotBeReadIsNotSettled() throws IOException {
		for (String content : List.of("", "1", "1-", "x-y", "1-3\n5-99999999999999999999")) {
			Files.writeString(file(), content);
			assertThat(settled(DeliveryCursor.read(file()))).as(content).isEmpty();
		}
	}

	@Test
	void cursorThatCannotBeWrittenKeepsWhatWasWritten() throws IOException {
		DeliveryCursor cursor = cursor();
		cursor.settle(1, 2);
		cursor.write();
		Path obstacle = Files.createDirectories(this.directory.resolve("cursor-x.tmp").resolve("x"));
		cursor.settle(3, 4);

		assertThatIOException().isThrownBy(cursor::write);
		assertThat(settled(DeliveryCursor.read(file()))).containsExactly(1L, 2L);
		Files.delete(obstacle);
		Files.delete(obstacle.getParent());
		cursor.write();
		assertThat(settled(DeliveryCursor.read(file()))).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void eachExporterHasItsOwn() throws IOException {
		DeliveryCursors cursors = new DeliveryCursors(this.directory);
		cursors.begin(List.of("datadog", "my/own ../exporter"));
		cursors.settle("my/own ../exporter", 1, 5);

		DeliveryCursors read = DeliveryCursors.read(this.directory);

		assertThat(read.waits("datadog", 5)).isTrue();
		assertThat(read.waits("my/own ../exporter", 5)).isFalse();
		assertThat(read.waits("my/own ../exporter", 6)).isTrue();
		assertThat(read.waits("unknown", 6)).as("was not there").isFalse();
	}

	@Test
	void nothingIsWrittenOnceTheyAreClosed() throws IOException {
		DeliveryCursors cursors = new DeliveryCursors(this.directory);
		cursors.begin(List.of("x"));
		cursors.close();

		cursors.settle("x", 1, 5);

		assertThat(DeliveryCursors.read(this.directory).waits("x", 1)).isTrue();
	}

	private DeliveryCursor cursor() {
		return new DeliveryCursor(file());
	}

	private Path file() {
		return this.directory.resolve("cursor-x");
	}

	private static List<Long> settled(DeliveryCursor cursor) {
		return LongStream.rangeClosed(0, 200).filter(cursor::isSettled).boxed().toList();
	}

}
