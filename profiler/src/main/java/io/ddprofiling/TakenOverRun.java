package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.ddprofiling.export.AbandonedWindows;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.CompleteChunk;
import io.ddprofiling.store.AbandonedRun;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.store.ChunkScanner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The windows of a run that was killed, or stopped while its backends were away. They
 * count in no meter of this process's: it has not recorded them.
 */
final class TakenOverRun implements AbandonedWindows {

	private static final Logger logger = LoggerFactory.getLogger(TakenOverRun.class);

	private final AbandonedRun run;

	private final ProfileReader reader;

	private final Duration rollInterval;

	TakenOverRun(AbandonedRun run, ProfileReader reader, Duration rollInterval) {
		this.run = run;
		this.reader = reader;
		this.rollInterval = rollInterval;
		logger.info("What process {} has recorded and not delivered is taken over from {}", run.identity().processId(),
				run.directory());
	}

	@Override
	public List<RecordedWindow> undelivered(String exporter) {
		return this.run.undelivered(exporter)
			.stream()
			.flatMap((chunks) -> ContiguousWindows.of(this.run.identity(), chunks).stream())
			.toList();
	}

	@Override
	public ProfileWindow load(RecordedWindow window) {
		return new ProfileWindow(window.identity(), window.chunks(), this.reader.read(window.chunks(),
				liveHeap(window.window()), window.window(), RecordingSession.recordedTypes(window.chunks())));
	}

	@Override
	public void settled(String exporter, RecordedWindow window) {
		this.run.settled(exporter, window.first(), window.last());
	}

	@Override
	public void leave(List<String> exporters) {
		if (exporters.stream().allMatch((exporter) -> this.run.undelivered(exporter).isEmpty())) {
			this.run.delete();
		}
		else {
			this.run.close();
		}
	}

	private @Nullable Chunk liveHeap(TimeWindow window) {
		return RecordingSession.recent(this.run.newestLiveHeap(window.end()), window, this.rollInterval);
	}

	static List<ChunkScanner.Found> scan(Path recording, long offset) {
		return CompleteChunk.from(recording, offset)
			.stream()
			.map((found) -> new ChunkScanner.Found(found.chunk().offset(), found.chunk().size(), found.end()))
			.toList();
	}

}
