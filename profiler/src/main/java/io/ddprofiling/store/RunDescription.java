package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.ddprofiling.profile.TimeWindow;

/**
 * What the files of a run tell of its chunks and windows.
 *
 * @param chunks the chunks, oldest first
 * @param windows the chunks of each window, oldest first
 */
record RunDescription(List<Chunk> chunks, List<List<Chunk>> windows) {

	private static final Pattern RECORDING = Pattern.compile("recording-(\\d{1,9})\\.jfr");

	static RunDescription read(Path directory, ChunkScanner scanner) throws IOException {
		TreeMap<Long, Chunk> chunks = new TreeMap<>();
		List<ChunkIndex.Range> windows = new ArrayList<>();
		for (Path recording : recordings(directory)) {
			ChunkIndex.Content index = ChunkIndex.read(directory, recording);
			index.chunks().forEach((chunk) -> chunks.put(chunk.sequence(), chunk));
			windows.addAll(index.windows());
			addUnlisted(recording, chunks, scanner);
		}
		return new RunDescription(List.copyOf(chunks.values()), grouped(chunks, windows));
	}

	// of a killed process: ended, but not listed
	private static void addUnlisted(Path recording, TreeMap<Long, Chunk> chunks, ChunkScanner scanner) {
		if (chunks.isEmpty()) {
			return;
		}
		Chunk last = chunks.lastEntry().getValue();
		long offset = last.file().equals(recording) ? last.offset() + last.size() : 0;
		for (ChunkScanner.Found found : scanner.scan(recording, offset)) {
			Instant start = last.window().end();
			Instant end = found.end().isAfter(start) ? found.end() : start;
			last = new Chunk(last.sequence() + 1, recording, found.offset(), found.size(), new TimeWindow(start, end),
					last.rates());
			chunks.put(last.sequence(), last);
		}
	}

	private static List<List<Chunk>> grouped(TreeMap<Long, Chunk> chunks, List<ChunkIndex.Range> windows) {
		List<List<Chunk>> groups = new ArrayList<>();
		long ended = 0;
		for (ChunkIndex.Range window : windows.stream()
			.sorted(Comparator.comparing(ChunkIndex.Range::first))
			.toList()) {
			add(groups, chunks, Math.max(ended, window.first()), window.last() + 1);
			ended = Math.max(ended, window.last() + 1);
		}
		// the window that ended with the process
		add(groups, chunks, ended, Long.MAX_VALUE);
		return groups;
	}

	private static void add(List<List<Chunk>> groups, TreeMap<Long, Chunk> chunks, long first, long end) {
		if (first < end) {
			List<Chunk> group = List.copyOf(chunks.subMap(first, end).values());
			if (!group.isEmpty()) {
				groups.add(group);
			}
		}
	}

	private static List<Path> recordings(Path directory) throws IOException {
		try (Stream<Path> children = Files.list(directory)) {
			return children.map((child) -> RECORDING.matcher(child.getFileName().toString()))
				.filter(Matcher::matches)
				.sorted(Comparator.comparing((recording) -> Integer.parseInt(recording.group(1))))
				.map((recording) -> directory.resolve(recording.group()))
				.toList();
		}
	}

}
