package io.ddprofiling;

import java.nio.file.Path;

import io.ddprofiling.recorder.AsyncProfilerRecorder;
import io.ddprofiling.recorder.FallbackRecorder;
import io.ddprofiling.recorder.FlightRecorderRecorder;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;

/**
 * Makes the recorder that the settings ask for.
 */
final class EngineChoice {

	private EngineChoice() {
	}

	static Recorder create(ProfilerSettings settings, Path directory) throws RecorderException {
		return switch (settings.engine()) {
			case AUTO -> FallbackRecorder.of(() -> asyncProfiler(settings, directory),
					() -> flightRecorder(settings, directory));
			case ASYNC_PROFILER -> asyncProfiler(settings, directory);
			case JFR -> flightRecorder(settings, directory);
		};
	}

	private static Recorder asyncProfiler(ProfilerSettings settings, Path directory) throws RecorderException {
		return new AsyncProfilerRecorder(settings.sampling(), settings.stackDepth(), settings.kernelFrames(),
				settings.libraryPath(), directory);
	}

	private static Recorder flightRecorder(ProfilerSettings settings, Path directory) throws RecorderException {
		return new FlightRecorderRecorder(settings.sampling(), settings.stackDepth(), directory);
	}

}
