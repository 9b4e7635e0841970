package io.ddprofiling;

import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * Joins chunks to windows of time that was recorded without a break. A window neither
 * covers the time of a pause, nor ends before it starts because the clock was set back.
 */
final class ContiguousWindows {

	private ContiguousWindows() {
	}

	static List<RecordedWindow> of(Identity identity, List<Chunk> chunks) {
		List<RecordedWindow> windows = new ArrayList<>();
		int first = 0;
		for (int i = 1; i <= chunks.size(); i++) {
			if (i == chunks.size() || !touch(chunks.get(i - 1), chunks.get(i))) {
				windows.add(window(identity, chunks.subList(first, i)));
				first = i;
			}
		}
		return windows;
	}

	private static boolean touch(Chunk chunk, Chunk next) {
		return chunk.window().end().equals(next.window().start());
	}

	private static RecordedWindow window(Identity identity, List<Chunk> chunks) {
		return new RecordedWindow(identity,
				new TimeWindow(chunks.get(0).window().start(), chunks.get(chunks.size() - 1).window().end()), chunks);
	}

}
