package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.export.ExportSettings;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.datadog.AgentSettings;
import io.ddprofiling.export.datadog.DatadogSettings;
import io.ddprofiling.export.datadog.PayloadConvention;
import io.ddprofiling.export.otlp.OtlpSettings;
import io.ddprofiling.export.pyroscope.PyroscopeSettings;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.recorder.Engine;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ProfilerBuilder} was told, checked and complete.
 *
 * @param service the service's name
 * @param env the environment, or {@code null}
 * @param version the service's version, or {@code null}
 * @param tags further tags
 * @param engine what takes the samples
 * @param sampling what to sample how often
 * @param stackDepth the deepest Java stack to record
 * @param kernelFrames whether CPU samples are to have the frames of the kernel
 * @param libraryPath the native library, or {@code null} for the one on the class path
 * @param store where to keep recordings
 * @param upload how to deliver
 * @param shutdownHook whether to stop with the JVM
 * @param disabledReason why never to start, or {@code null} to start when told
 * @param problems settings that could not be used, each with its remedy
 * @param maxOverhead the share of the CPU time of the process that profiling may use, 0
 * for no limit
 * @param maxSamples how many samples of one type a minute may have, 0 for no limit
 * @param spans whose requests to tell apart
 * @param captures the bounds of captures
 * @param triggers for which events to capture
 */
record ProfilerSettings(String service, @Nullable String env, @Nullable String version, Map<String, String> tags,
		Engine engine, SamplingRates sampling, int stackDepth, boolean kernelFrames, @Nullable Path libraryPath,
		Store store, Upload upload, boolean shutdownHook, @Nullable String disabledReason, List<String> problems,
		double maxOverhead, int maxSamples, Spans spans, Captures captures, TriggerSettings triggers) {

	ProfilerSettings {
		tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
		problems = List.copyOf(problems);
	}

	/**
	 * Where to keep recordings.
	 *
	 * @param directory the directory all processes of a user share
	 * @param maxBytes the most bytes to keep
	 * @param maxAge the longest time to keep a chunk
	 * @param cutInterval the longest time until samples are on disk
	 * @param rollInterval the longest time a file is written to
	 */
	record Store(Path directory, long maxBytes, Duration maxAge, Duration cutInterval, Duration rollInterval) {

	}

	/**
	 * How to deliver.
	 *
	 * @param datadog how to upload to Datadog
	 * @param period the length of a window
	 * @param timeout how long one delivery may take
	 * @param outputPrefix the directory and beginning of the names of files to write, or
	 * {@code null} for none
	 * @param maxBacklogAge how long after its end a window is still delivered
	 * @param maxBacklogBytes how many bytes of recordings may wait for one exporter
	 * @param pyroscope where a Pyroscope server is, if there is one
	 * @param otlp where something takes OTLP profiles, if there is such
	 * @param exporters exporters of the user's own
	 */
	record Upload(DatadogSettings datadog, Duration period, Duration timeout, @Nullable Path outputPrefix,
			Duration maxBacklogAge, long maxBacklogBytes, PyroscopeSettings pyroscope, OtlpSettings otlp,
			List<ProfileExporter> exporters) {

		Upload {
			exporters = List.copyOf(exporters);
		}

		ExportSettings delivery() {
			return new ExportSettings(this.period, this.timeout, this.maxBacklogAge, this.maxBacklogBytes);
		}

		AgentSettings agent() {
			return this.datadog.agent();
		}

		PayloadConvention payload() {
			return this.datadog.payload();
		}

	}

	/**
	 * Whose requests to tell apart.
	 *
	 * @param enabled whether samples are put down to requests
	 * @param attributes the names of labels that work can bear, empty for those that come
	 * first
	 * @param maxCounted how many endpoints have counters of their own, 0 for no counters
	 */
	record Spans(boolean enabled, List<String> attributes, int maxCounted) {

		Spans {
			attributes = List.copyOf(attributes);
		}

	}

	/**
	 * The bounds of captures.
	 *
	 * @param maxCount how many are kept
	 * @param maxBytes the most bytes of one
	 * @param maxDuration the longest
	 * @param maxAge how long they are kept
	 */
	record Captures(int maxCount, long maxBytes, Duration maxDuration, Duration maxAge) {

	}

}
