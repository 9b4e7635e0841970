package io.ddprofiling.spring;

import java.util.Arrays;
import java.util.List;

import io.ddprofiling.Overhead;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ExporterStatus.Deliveries;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * Reads what JMX shows from the profiler.
 */
final class ProfilerManagement implements ProfilerMXBean {

	private final Profiler profiler;

	ProfilerManagement(Profiler profiler) {
		this.profiler = profiler;
	}

	@Override
	public String getState() {
		return status().state().id();
	}

	@Override
	public @Nullable String getReason() {
		return status().reason();
	}

	@Override
	public String getSince() {
		return status().since().toString();
	}

	@Override
	public @Nullable String getEngine() {
		return status().engine();
	}

	@Override
	public String getService() {
		return status().identity().service();
	}

	@Override
	public List<String> getTypes() {
		return status().recordedTypes().stream().map(ProfileType::id).toList();
	}

	@Override
	public long getSamples() {
		return Arrays.stream(ProfileType.values()).mapToLong(this.profiler.counters()::samples).sum();
	}

	@Override
	public double getOverhead() {
		Overhead overhead = status().overhead();
		return (overhead != null && overhead.measured() != null) ? overhead.measured().share() : Double.NaN;
	}

	@Override
	public long getStoreBytes() {
		return status().store().bytes();
	}

	@Override
	public long getDelivered() {
		return this.profiler.exporters()
			.stream()
			.mapToLong((exporter) -> exporter.outcomes().getOrDefault(Outcome.DELIVERED, Deliveries.NONE).count())
			.sum();
	}

	@Override
	public int getPending() {
		return this.profiler.exporters().stream().mapToInt(ExporterStatus::pending).sum();
	}

	@Override
	public long getDropped() {
		return ProfilerDescriptor.Drops.of(this.profiler).values().stream().mapToLong(Long::longValue).sum();
	}

	@Override
	public List<String> getHints() {
		return status().hints();
	}

	@Override
	public List<String> getProblems() {
		return status().problems();
	}

	private ProfilerStatus status() {
		return this.profiler.status();
	}

}
