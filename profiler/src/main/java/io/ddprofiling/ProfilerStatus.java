package io.ddprofiling;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.TypeStatus;
import io.ddprofiling.store.ChunkStore;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Profiler} is doing at one moment.
 *
 * @param state whether it records
 * @param reason why it does not record, or {@code null} if it does
 * @param since when the state began
 * @param engine the engine's name and version, or {@code null} if none was loaded
 * @param identity whose profiles it makes; the runtime id is that of the newest run
 * @param types each type with what was asked for and what is in force
 * @param storeDirectory the directory of the recordings, or {@code null} if not running
 * @param storeLimits the bounds of the store
 * @param store what is stored
 * @param uploadPeriod the length of a window
 * @param exporters what the exporters did and do
 * @param hints what would make profiles more useful
 * @param problems settings that could not be used, each with its remedy
 * @param neighbours other profilers in this JVM, each with what comes of it
 * @param overhead what profiling costs, {@code null} if not running
 * @since 0.1.0
 */
public record ProfilerStatus(ProfilerState state, @Nullable String reason, Instant since, @Nullable String engine,
		Identity identity, List<TypeStatus> types, @Nullable String storeDirectory, StoreLimits storeLimits,
		ChunkStore.Contents store, Duration uploadPeriod, List<ExporterStatus> exporters, List<String> hints,
		List<String> problems, List<String> neighbours, @Nullable Overhead overhead) {

	public ProfilerStatus {
		types = List.copyOf(types);
		exporters = List.copyOf(exporters);
		hints = List.copyOf(hints);
		problems = List.copyOf(problems);
		neighbours = List.copyOf(neighbours);
	}

	/**
	 * The types that are recorded, or would be if recording was not broken off.
	 * @return the types, in order
	 */
	public Set<ProfileType> recordedTypes() {
		Set<ProfileType> recorded = EnumSet.noneOf(ProfileType.class);
		this.types.stream()
			.filter((type) -> !TypeStatus.OFF.equals(type.effective()))
			.map(TypeStatus::type)
			.forEach(recorded::add);
		if (recorded.isEmpty()) {
			this.types.stream()
				.filter((type) -> !TypeStatus.OFF.equals(type.asked()))
				.map(TypeStatus::type)
				.forEach(recorded::add);
		}
		return recorded;
	}

	/**
	 * The bounds of the store.
	 *
	 * @param maxBytes the most bytes that are kept
	 * @param maxAge the longest time a chunk is kept
	 * @since 0.1.0
	 */
	public record StoreLimits(long maxBytes, Duration maxAge) {

	}

}
