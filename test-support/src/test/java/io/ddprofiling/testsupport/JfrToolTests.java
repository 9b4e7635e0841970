package io.ddprofiling.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class JfrToolTests {

	@TempDir
	Path directory;

	@BeforeEach
	void jfrIsInstalled() {
		assumeTrue(JfrTool.available(), "The running Java has no jfr");
	}

	@Test
	void readsRecordingOfRunningJava() throws IOException {
		Path file = this.directory.resolve("main.jfr");
		try (Recording recording = new Recording()) {
			recording.enable(Order.class);
			recording.start();
			new Order("first").commit();
			new Order("second").commit();
			recording.stop();
			recording.dump(file);
		}

		assertThat(JfrTool.summary(file)).containsEntry("test.Order", 2L).containsEntry("jdk.ThreadSleep", 0L);
		assertThat(JfrTool.print(file, "test.Order")).contains("text = \"first\"", "text = \"second\"");
	}

	@Test
	void failsForFileThatIsNoRecording() throws IOException {
		Path file = Files.writeString(this.directory.resolve("main.jfr"), "no recording");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> JfrTool.summary(file))
			.withMessageContaining("summary");
	}

	@Name("test.Order")
	static class Order extends Event {

		String text;

		Order(String text) {
			this.text = text;
		}

	}

}
