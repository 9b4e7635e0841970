package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording as each contender wants it: by its chunks, as bytes, and as one file.
 *
 * @param recording the recording
 * @param bytes all of it
 * @param file all of it
 */
record RecordingInput(Recording recording, byte[] bytes, Path file) implements AutoCloseable {

	/**
	 * Nothing to convert.
	 */
	static final RecordingInput NONE = new RecordingInput(new Recording("", List.of(), null), new byte[0], Path.of(""));

	static RecordingInput of(Recording recording) throws IOException {
		byte[] bytes = Recording.joined(recording.parts());
		Path file = Files.createTempFile(recording.name(), ".jfr");
		file.toFile().deleteOnExit();
		return new RecordingInput(recording, bytes, Files.write(file, bytes));
	}

	@Override
	public void close() throws IOException {
		Files.deleteIfExists(this.file);
	}

}
