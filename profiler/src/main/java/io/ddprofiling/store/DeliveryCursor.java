package io.ddprofiling.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an exporter is done with, delivered or given up: ranges of chunks. The newest
 * window goes before those that failed, so that there can be gaps.
 */
final class DeliveryCursor {

	private final Path file;

	private final TreeMap<Long, Long> settled = new TreeMap<>();

	private boolean written;

	DeliveryCursor(Path file) {
		this.file = file;
	}

	/**
	 * Reads a cursor.
	 * @param file where it was written
	 * @return the cursor; what cannot be read counts as not settled
	 */
	static DeliveryCursor read(Path file) {
		DeliveryCursor cursor = new DeliveryCursor(file);
		try {
			for (String range : Files.readString(file, StandardCharsets.ISO_8859_1).split("\\s+")) {
				String[] ends = range.split("-");
				if (ends.length == 2) {
					cursor.settle(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
				}
			}
		}
		catch (IOException | NumberFormatException ex) {
			cursor.settled.clear();
		}
		cursor.written = true;
		return cursor;
	}

	void settle(long first, long last) {
		this.written = false;
		long start = first;
		long end = last;
		Map.Entry<Long, Long> before = this.settled.floorEntry(start);
		if (before != null && before.getValue() >= start - 1) {
			start = before.getKey();
			end = Math.max(end, before.getValue());
		}
		Map.Entry<Long, Long> after = this.settled.ceilingEntry(start);
		while (after != null && after.getKey() <= end + 1) {
			end = Math.max(end, after.getValue());
			this.settled.remove(after.getKey());
			after = this.settled.ceilingEntry(start);
		}
		this.settled.put(start, end);
	}

	boolean isSettled(long sequence) {
		Map.Entry<Long, Long> range = this.settled.floorEntry(sequence);
		return range != null && range.getValue() >= sequence;
	}

	/**
	 * Whether the file has all that is known.
	 * @return {@code false} if it is to be written
	 */
	boolean isWritten() {
		return this.written;
	}

	void write() throws IOException {
		String text = this.settled.entrySet()
			.stream()
			.map((range) -> range.getKey() + "-" + range.getValue() + "\n")
			.collect(Collectors.joining());
		WholeFile.write(this.file, text.getBytes(StandardCharsets.ISO_8859_1));
		this.written = true;
	}

}
