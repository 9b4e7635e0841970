package io.ddprofiling.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the chunks of a recording file, and the windows that ended with one of them, in a
 * file beside it, so that another process can make use of them. Lines are appended; what
 * could not be written is written with the next.
 */
final class ChunkIndex {

	private static final String SUFFIX = ".index";

	private final Path file;

	private final List<String> unwritten = new ArrayList<>();

	private boolean torn;

	ChunkIndex(Path recording) {
		this.file = recording.resolveSibling(recording.getFileName() + SUFFIX);
	}

	void add(Chunk chunk) throws IOException {
		append(ChunkLine.of(chunk));
	}

	void windowEnded(long first, long last) throws IOException {
		append(ChunkLine.ofWindow(first, last));
	}

	void delete() {
		this.file.toFile().delete();
	}

	private void append(String line) throws IOException {
		this.unwritten.add(line);
		// a line that was written by halves has to end before the next begins
		String text = (this.torn ? "\n" : "") + String.join("\n", this.unwritten) + "\n";
		this.torn = true;
		try (OutputStream out = new FileOutputStream(this.file.toFile(), true)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		this.torn = false;
		this.unwritten.clear();
	}

	/**
	 * Reads the index of a recording file.
	 * @param directory the directory of the run
	 * @param recording the recording file in it
	 * @return what is whole of it
	 * @throws IOException if the index cannot be read
	 */
	static Content read(Path directory, Path recording) throws IOException {
		Path index = recording.resolveSibling(recording.getFileName() + SUFFIX);
		List<Chunk> chunks = new ArrayList<>();
		List<Range> windows = new ArrayList<>();
		if (Files.exists(index)) {
			// a torn line need not be UTF-8
			for (String line : Files.readString(index, StandardCharsets.ISO_8859_1).split("\n")) {
				List<String> fields = ChunkLine.fields(line);
				if (!fields.isEmpty() && fields.get(0).equals("window")) {
					windows.add(new Range(Long.parseLong(fields.get(1)), Long.parseLong(fields.get(2))));
				}
				else if (!fields.isEmpty()) {
					Chunk chunk = ChunkLine.chunk(fields, directory);
					if (chunk != null) {
						chunks.add(chunk);
					}
				}
			}
		}
		return new Content(chunks, windows);
	}

	/**
	 * What an index lists.
	 *
	 * @param chunks the chunks, oldest first
	 * @param windows the windows that were ended
	 */
	record Content(List<Chunk> chunks, List<Range> windows) {

	}

	/**
	 * The chunks of a window.
	 *
	 * @param first the sequence of the first chunk
	 * @param last the sequence of the last chunk
	 */
	record Range(long first, long last) {

	}

}
