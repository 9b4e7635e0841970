package io.ddprofiling.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.Overhead;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.TriggerStatus;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ExporterStatus.Deliveries;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.TypeStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The status of a {@link Profiler} as the endpoint shows it.
 *
 * @param state the name of a {@link io.ddprofiling.ProfilerState}
 * @param reason why the profiler does not record
 * @param since when the state began
 * @param engine the engine's name and version
 * @param identity whose profiles it makes
 * @param types what is recorded
 * @param store what is kept
 * @param upload what is delivered
 * @param counters what was done so far
 * @param hints what would make profiles more useful
 * @param problems settings that could not be used
 * @param neighbours other profilers in the JVM
 * @param overhead what profiling costs
 * @param captures the captures that are kept, newest first
 * @param triggers what captures windows by itself
 * @since 0.1.0
 */
public record ProfilerDescriptor(String state, @Nullable String reason, Instant since, @Nullable String engine,
		Identity identity, List<TypeDescriptor> types, StoreDescriptor store, UploadDescriptor upload,
		CountersDescriptor counters, List<String> hints, List<String> problems, List<String> neighbours,
		@Nullable OverheadDescriptor overhead, List<CaptureDescriptor> captures,
		List<TriggerStatus> triggers) implements OperationResponseBody {

	static ProfilerDescriptor of(Profiler profiler) {
		ProfilerStatus status = profiler.status();
		return new ProfilerDescriptor(status.state().id(), status.reason(), status.since(), status.engine(),
				status.identity(), status.types().stream().map(TypeDescriptor::of).toList(), StoreDescriptor.of(status),
				UploadDescriptor.of(status), CountersDescriptor.of(profiler, status), status.hints(), status.problems(),
				status.neighbours(), OverheadDescriptor.of(status.overhead()), CaptureDescriptor.all(profiler),
				profiler.triggers().status());
	}

	/**
	 * A type of profile.
	 *
	 * @param type the type's id
	 * @param asked the interval that was asked for
	 * @param effective the interval and mechanism in force
	 * @param reason why the two differ
	 */
	public record TypeDescriptor(String type, String asked, String effective, @Nullable String reason) {

		static TypeDescriptor of(TypeStatus status) {
			return new TypeDescriptor(status.type().id(), status.asked(), status.effective(), status.reason());
		}

	}

	/**
	 * What is kept.
	 *
	 * @param directory where recordings are kept
	 * @param bytes their size
	 * @param windows the number of recorded chunks
	 * @param oldest the oldest time that can be shown
	 * @param newest the newest time that can be shown without a cut
	 * @param maxBytes the most bytes that are kept
	 * @param maxAge the longest time recordings are kept
	 */
	public record StoreDescriptor(@Nullable String directory, long bytes, int windows, @Nullable Instant oldest,
			@Nullable Instant newest, long maxBytes, Duration maxAge) {

		static StoreDescriptor of(ProfilerStatus status) {
			TimeWindow covered = status.store().covered();
			return new StoreDescriptor(status.storeDirectory(), status.store().bytes(), status.store().chunks(),
					(covered != null) ? covered.start() : null, (covered != null) ? covered.end() : null,
					status.storeLimits().maxBytes(), status.storeLimits().maxAge());
		}

	}

	/**
	 * What is delivered.
	 *
	 * @param period the time one delivered profile covers
	 * @param exporters the exporters
	 */
	public record UploadDescriptor(Duration period, List<ExporterDescriptor> exporters) {

		static UploadDescriptor of(ProfilerStatus status) {
			return new UploadDescriptor(status.uploadPeriod(),
					status.exporters().stream().map(ExporterDescriptor::of).toList());
		}

	}

	/**
	 * An exporter.
	 *
	 * @param name the exporter's name
	 * @param target where it delivers to
	 * @param reason why it does not deliver
	 * @param last the last delivery
	 * @param pending windows that wait for another try
	 */
	public record ExporterDescriptor(String name, @Nullable String target, @Nullable String reason,
			@Nullable DeliveryDescriptor last, int pending) {

		static ExporterDescriptor of(ExporterStatus status) {
			ExporterStatus.Delivery last = status.last();
			return new ExporterDescriptor(status.name(), status.target(), status.idleReason(),
					(last != null) ? DeliveryDescriptor.of(last) : null, status.pending());
		}

	}

	/**
	 * A delivery.
	 *
	 * @param at when it ended
	 * @param outcome the name of an {@link Outcome}
	 * @param detail the outcome in words
	 * @param start the start of the window
	 * @param end the end of the window
	 * @param bytes what was sent
	 */
	public record DeliveryDescriptor(Instant at, String outcome, String detail, Instant start, Instant end,
			long bytes) {

		static DeliveryDescriptor of(ExporterStatus.Delivery delivery) {
			return new DeliveryDescriptor(delivery.at(), delivery.result().outcome().id(), delivery.result().detail(),
					delivery.window().start(), delivery.window().end(), delivery.result().bytes());
		}

	}

	/**
	 * What profiling costs. Shares are fractions of the CPU time of the process.
	 *
	 * @param budget the share that profiling may use, 0 for no limit
	 * @param share the share it has used
	 * @param cores the CPU time it has used by elapsed time
	 * @param window the time that was looked at
	 * @param sampling the estimated share of taking samples, by type
	 * @param threads the share of the profiler's own threads
	 * @param stretched what is sampled less often than was asked for
	 */
	public record OverheadDescriptor(double budget, @Nullable Double share, @Nullable Double cores,
			@Nullable Duration window, Map<String, Double> sampling, @Nullable Double threads,
			List<StretchedDescriptor> stretched) {

		static @Nullable OverheadDescriptor of(@Nullable Overhead overhead) {
			if (overhead == null) {
				return null;
			}
			List<StretchedDescriptor> stretched = overhead.stretched().stream().map(StretchedDescriptor::of).toList();
			Overhead.Measured measured = overhead.measured();
			if (measured == null) {
				return new OverheadDescriptor(overhead.budget(), null, null, null, Map.of(), null, stretched);
			}
			Map<String, Double> sampling = new LinkedHashMap<>();
			measured.sampling().forEach((type, share) -> sampling.put(type.id(), share));
			return new OverheadDescriptor(overhead.budget(), measured.share(), measured.cores(), measured.window(),
					sampling, measured.threads(), stretched);
		}

	}

	/**
	 * A type that is sampled less often than was asked for.
	 *
	 * @param type the type's id
	 * @param factor how many times as long its interval is
	 * @param since when it was changed last
	 */
	public record StretchedDescriptor(String type, int factor, Instant since) {

		static StretchedDescriptor of(Overhead.Stretched stretched) {
			return new StretchedDescriptor(stretched.type().id(), stretched.factor(), stretched.since());
		}

	}

	/**
	 * What was done so far.
	 *
	 * @param samples samples taken, by type
	 * @param windows finished windows
	 * @param cuts cuts of the recording
	 * @param rolls recording files begun after the first
	 * @param conversions profiles read from recordings
	 * @param conversionTime the time this took
	 * @param deliveries deliveries of all exporters, by outcome
	 * @param dropped what was given up, by reason
	 * @param lastRollGap how long the last roll may have missed samples
	 * @param longestRollGap the longest of these times
	 */
	public record CountersDescriptor(Map<String, Long> samples, long windows, long cuts, long rolls, long conversions,
			Duration conversionTime, Map<String, Long> deliveries, Map<String, Long> dropped, Duration lastRollGap,
			Duration longestRollGap) {

		static CountersDescriptor of(Profiler profiler, ProfilerStatus status) {
			Map<String, Long> samples = new LinkedHashMap<>();
			Arrays.stream(ProfileType.values())
				.forEach((type) -> samples.put(type.id(), profiler.counters().samples(type)));
			Map<String, Long> deliveries = new LinkedHashMap<>();
			Arrays.stream(Outcome.values())
				.forEach((outcome) -> deliveries.put(outcome.id(), deliveries(status, outcome)));
			return new CountersDescriptor(samples, profiler.counters().windows(), profiler.counters().cuts(),
					profiler.counters().rolls(), profiler.readerCounters().profiles(),
					Duration.ofNanos(profiler.readerCounters().nanos()), deliveries, Drops.of(profiler),
					profiler.counters().lastRollGap(), profiler.counters().longestRollGap());
		}

		private static long deliveries(ProfilerStatus status, Outcome outcome) {
			return status.exporters()
				.stream()
				.mapToLong((exporter) -> exporter.outcomes().getOrDefault(outcome, Deliveries.NONE).count())
				.sum();
		}

	}

	/**
	 * What was given up, by reason.
	 */
	static final class Drops {

		private Drops() {
		}

		static Map<String, Long> of(Profiler profiler) {
			Map<String, Long> drops = new LinkedHashMap<>();
			drops.put("store-full", profiler.droppedChunks());
			drops.put("backlog-full", profiler.exporters().stream().mapToLong(ExporterStatus::dropped).sum());
			drops.put("unreadable", profiler.readerCounters().unreadableChunks());
			drops.put("broken-recording", profiler.counters().lostRecordings());
			drops.put("spans", profiler.droppedSpans());
			return drops;
		}

	}

}
