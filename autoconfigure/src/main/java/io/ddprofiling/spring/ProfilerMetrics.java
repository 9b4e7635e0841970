package io.ddprofiling.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.ddprofiling.Overhead;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.TriggerStatus;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ExporterStatus.Deliveries;
import io.ddprofiling.profile.ProfileType;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of a {@link Profiler}.
 *
 * @since 0.1.0
 */
public class ProfilerMetrics implements MeterBinder, AutoCloseable {

	private static final List<String> DROP_REASONS = List.of("store-full", "backlog-full", "unreadable",
			"broken-recording", "spans");

	private final Profiler profiler;

	private final List<EndpointMeters> endpoints = new CopyOnWriteArrayList<>();

	/**
	 * Creates meters.
	 * @param profiler the profiler to measure
	 */
	public ProfilerMetrics(Profiler profiler) {
		this.profiler = profiler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge
			.builder("profiler.active", this.profiler,
					(source) -> (source.status().state() == ProfilerState.RUNNING) ? 1 : 0)
			.description("Whether the profiler records, 1 or 0")
			.register(registry);
		Gauge.builder("profiler.overhead", this.profiler, ProfilerMetrics::overhead)
			.description("CPU time that profiling has used in the last minute, as a fraction of that of the process,"
					+ " 0 to 1")
			.register(registry);
		for (ProfileType type : ProfileType.values()) {
			FunctionCounter.builder("profiler.samples", this.profiler, (source) -> source.counters().samples(type))
				.tag("type", type.id())
				.baseUnit("samples")
				.description("Samples in finished windows")
				.register(registry);
		}
		bindRecording(registry);
		bindCaptures(registry);
		count(registry, "profiler.upload.reduced", "profiles",
				"Profiles that were larger than Datadog takes and were made smaller or split",
				Profiler::reducedUploads);
		for (ExporterStatus exporter : this.profiler.exporters()) {
			for (Outcome outcome : Outcome.values()) {
				bindUploads(registry, exporter.name(), outcome);
			}
		}
		EndpointMeters meters = new EndpointMeters(registry, this::remove);
		this.endpoints.add(meters);
		this.profiler.counters().endpoints().addListener(meters);
	}

	/**
	 * Registers no more meters. Those there are stay.
	 */
	@Override
	public void close() {
		this.endpoints.forEach(this::remove);
	}

	private void remove(EndpointMeters meters) {
		this.profiler.counters().endpoints().removeListener(meters);
		this.endpoints.remove(meters);
	}

	private void bindRecording(MeterRegistry registry) {
		count(registry, "profiler.cuts", "cuts", "Cuts of the recording", (source) -> source.counters().cuts());
		count(registry, "profiler.rolls", "rolls", "Recording files begun after the first",
				(source) -> source.counters().rolls());
		FunctionTimer
			.builder("profiler.conversion", this.profiler, (source) -> source.readerCounters().profiles(),
					(source) -> source.readerCounters().nanos(), TimeUnit.NANOSECONDS)
			.description("Time spent on reading profiles from recordings")
			.register(registry);
		Gauge.builder("profiler.store.size", this.profiler, (source) -> source.status().store().bytes())
			.baseUnit(BaseUnits.BYTES)
			.description("Size of the recordings that are kept")
			.register(registry);
		for (String reason : DROP_REASONS) {
			FunctionCounter
				.builder("profiler.dropped", this.profiler,
						(source) -> ProfilerDescriptor.Drops.of(source).getOrDefault(reason, 0L))
				.tag("reason", reason)
				.description("Recorded chunks and windows that were given up")
				.register(registry);
		}
	}

	private void bindCaptures(MeterRegistry registry) {
		Gauge.builder("profiler.captures", this.profiler, (source) -> source.captures().list().size())
			.baseUnit("captures")
			.description("Captures of the service that are kept")
			.register(registry);
		for (TriggerStatus trigger : this.profiler.triggers().status()) {
			FunctionCounter
				.builder("profiler.triggers", this.profiler,
						(source) -> source.triggers()
							.status()
							.stream()
							.filter((status) -> status.name().equals(trigger.name()))
							.mapToLong(TriggerStatus::fired)
							.sum())
				.tag("trigger", trigger.name())
				.baseUnit("captures")
				.description("Captures that triggers have begun")
				.register(registry);
		}
	}

	private void bindUploads(MeterRegistry registry, String exporter, Outcome outcome) {
		FunctionTimer
			.builder("profiler.upload", this.profiler, (source) -> deliveries(source, exporter, outcome).count(),
					(source) -> deliveries(source, exporter, outcome).nanos(), TimeUnit.NANOSECONDS)
			.tag("exporter", exporter)
			.tag("outcome", outcome.id())
			.description("Deliveries of profiles")
			.register(registry);
		FunctionCounter
			.builder("profiler.upload.size", this.profiler, (source) -> deliveries(source, exporter, outcome).bytes())
			.tag("exporter", exporter)
			.tag("outcome", outcome.id())
			.baseUnit(BaseUnits.BYTES)
			.description("Bytes of delivered profiles")
			.register(registry);
	}

	private void count(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<Profiler> value) {
		FunctionCounter.builder(name, this.profiler, value).baseUnit(unit).description(description).register(registry);
	}

	// not a number if nothing has been measured
	private static double overhead(Profiler profiler) {
		Overhead overhead = profiler.status().overhead();
		return (overhead != null && overhead.measured() != null) ? overhead.measured().share() : Double.NaN;
	}

	private static Deliveries deliveries(Profiler profiler, String exporter, Outcome outcome) {
		return profiler.exporters()
			.stream()
			.filter((status) -> status.name().equals(exporter))
			.map((status) -> status.outcomes().getOrDefault(outcome, Deliveries.NONE))
			.findFirst()
			.orElse(Deliveries.NONE);
	}

}
