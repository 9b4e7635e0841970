package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cursors of the exporters that a run delivers to, each in a file of its own in the
 * run's directory. An exporter without a file was not there in that run: nothing waits
 * for it. Thread safe.
 */
final class DeliveryCursors {

	private static final String PREFIX = "cursor-";

	private final Path directory;

	private final Map<String, DeliveryCursor> cursors = new LinkedHashMap<>();

	private boolean closed;

	DeliveryCursors(Path directory) {
		this.directory = directory;
	}

	static DeliveryCursors read(Path directory) throws IOException {
		DeliveryCursors cursors = new DeliveryCursors(directory);
		List<Path> files;
		try (Stream<Path> children = Files.list(directory)) {
			files = children.filter((child) -> isCursor(child.getFileName().toString())).toList();
		}
		files.forEach((file) -> cursors.cursors.put(file.getFileName().toString().substring(PREFIX.length()),
				DeliveryCursor.read(file)));
		return cursors;
	}

	synchronized void begin(Collection<String> exporters) throws IOException {
		for (String exporter : exporters) {
			this.cursors.computeIfAbsent(key(exporter), (key) -> new DeliveryCursor(file(key)));
		}
		write();
	}

	synchronized void write() throws IOException {
		for (DeliveryCursor cursor : this.cursors.values()) {
			cursor.write();
		}
	}

	synchronized void settle(String exporter, long first, long last) throws IOException {
		DeliveryCursor cursor = this.cursors.get(key(exporter));
		// once closed, the directory may be somebody else's
		if (cursor != null && !this.closed) {
			cursor.settle(first, last);
			writeWhatIsBehind();
		}
	}

	// what could not be written before, too; one that cannot keeps no other back
	private void writeWhatIsBehind() throws IOException {
		IOException failure = null;
		for (DeliveryCursor cursor : this.cursors.values()) {
			try {
				if (!cursor.isWritten()) {
					cursor.write();
				}
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	synchronized boolean waits(String exporter, long sequence) {
		DeliveryCursor cursor = this.cursors.get(key(exporter));
		return cursor != null && !cursor.isSettled(sequence);
	}

	synchronized boolean waits(long sequence) {
		return this.cursors.values().stream().anyMatch((cursor) -> !cursor.isSettled(sequence));
	}

	synchronized void close() {
		this.closed = true;
	}

	private Path file(String key) {
		return this.directory.resolve(PREFIX + key);
	}

	private static boolean isCursor(String name) {
		return name.startsWith(PREFIX) && !name.endsWith(".tmp");
	}

	// a name of the user's is not a name of a file
	private static String key(String exporter) {
		return exporter.replaceAll("[^A-Za-z0-9_-]", "_");
	}

}
