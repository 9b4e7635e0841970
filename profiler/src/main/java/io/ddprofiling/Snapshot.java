package io.ddprofiling;

import java.io.InputStream;
import java.util.List;
import java.util.Set;

import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.jfr.RecordingExtract;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.store.StoredRecording;
import org.jspecify.annotations.Nullable;

/**
 * A window of what was recorded, to be read in one form or another. Taking one neither
 * disturbs the recording nor the upload. Valid while the store keeps its chunks.
 *
 * @since 0.1.0
 */
public final class Snapshot {

	private final Identity identity;

	private final TimeWindow window;

	private final List<Chunk> chunks;

	private final @Nullable Chunk liveHeap;

	private final ProfileReader reader;

	Snapshot(Identity identity, TimeWindow window, List<Chunk> chunks, @Nullable Chunk liveHeap, ProfileReader reader) {
		this.identity = identity;
		this.window = window;
		this.chunks = chunks;
		this.liveHeap = liveHeap;
		this.reader = reader;
	}

	/**
	 * Whose snapshot it is.
	 * @return the identity of the run it was recorded in
	 */
	public Identity identity() {
		return this.identity;
	}

	/**
	 * The time the snapshot covers: what was asked for, or less if the profiler has not
	 * run that long.
	 * @return the window
	 */
	public TimeWindow window() {
		return this.window;
	}

	/**
	 * The types that were recorded at any time within the window.
	 * @return the types, in order
	 */
	public Set<ProfileType> recordedTypes() {
		return RecordingSession.recordedTypes(this.chunks);
	}

	/**
	 * Reads the snapshot's profile, exactly within its window. Of the live heap it has
	 * the newest list of objects before the window's end.
	 * @param types the types to read
	 * @return the profile
	 */
	public Profile profile(Set<ProfileType> types) {
		return profile(types, SampleFilter.ALL);
	}

	/**
	 * Reads some samples of the snapshot.
	 * @param types the types to read
	 * @param filter the samples to read; live objects belong to no request
	 * @return the profile, empty if there are no such samples
	 */
	public Profile profile(Set<ProfileType> types, SampleFilter filter) {
		return this.reader.read(this.chunks, this.liveHeap, this.window, types, filter);
	}

	// with times, which only a page needs
	Profile timedProfile(Set<ProfileType> types, SampleFilter filter) {
		return this.reader.readTimed(this.chunks, this.liveHeap, this.window, types, filter);
	}

	/**
	 * The recording itself: all chunks that share an instant with the window, as one JFR
	 * recording.
	 * @return what the store still has of it
	 */
	public StoredRecording recording() {
		return StoredRecording.of(this.chunks);
	}

	/**
	 * Some samples of the recording, exactly within the window: those that a profile has,
	 * but for exceptions that async-profiler recorded. What tells of the JVM stays, of
	 * all chunks that share an instant with the window, and so do their lists of live
	 * objects. A broken chunk is left out, as from a profile.
	 * @param filter the samples to read; live objects belong to no request
	 * @return the bytes of one JFR recording, to be closed by the caller; reading fails
	 * if the store gives up what is not read yet, or if all chunks are broken
	 */
	public InputStream recording(SampleFilter filter) {
		return new RecordingExtract(this.chunks, this.window, filter, this.reader.counters());
	}

	/**
	 * How a type was recorded.
	 * @param type the type
	 * @return the rates of the first chunk that has it, {@code null} if none has
	 */
	@Nullable SamplingRates rates(ProfileType type) {
		return this.chunks.stream()
			.map(Chunk::rates)
			.filter((rates) -> rates.types().contains(type))
			.findFirst()
			.orElse(null);
	}

	/**
	 * A part of this snapshot.
	 * @param part the time
	 * @return the snapshot of what is in both windows, or {@code null} if they share
	 * nothing
	 */
	public @Nullable Snapshot within(TimeWindow part) {
		if (!this.window.overlaps(part)) {
			return null;
		}
		TimeWindow shared = this.window.within(part);
		return new Snapshot(this.identity, shared,
				this.chunks.stream().filter((chunk) -> chunk.window().overlaps(shared)).toList(), this.liveHeap,
				this.reader);
	}

}
