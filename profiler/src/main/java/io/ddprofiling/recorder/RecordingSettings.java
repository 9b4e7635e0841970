package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

import one.jfr.JfrReader;
import org.jspecify.annotations.Nullable;

/**
 * What a recording says of itself in its first chunk. async-profiler falls back to
 * another CPU engine without a word; only the recording tells which.
 */
final class RecordingSettings {

	private RecordingSettings() {
	}

	static @Nullable String cpuEngine(RecordedChunk first) throws RecorderException {
		try (JfrReader reader = new JfrReader(content(first))) {
			while (reader.readEvent() != null) {
				continue;
			}
			return reader.settings.get("engine");
		}
		catch (IOException | RuntimeException ex) {
			throw new RecorderException("The beginning of the recording " + first.file() + " cannot be read: " + ex,
					ex);
		}
	}

	static ByteBuffer content(RecordedChunk chunk) throws IOException {
		try (FileChannel channel = FileChannel.open(chunk.file(), StandardOpenOption.READ)) {
			return FileBytes.read(channel, chunk.offset(), Math.toIntExact(chunk.size())).flip();
		}
	}

}
