package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;

/**
 * Samples this JVM into JFR files. Calls must not overlap; the owner serialises them.
 *
 * @since 0.1.0
 */
public interface Recorder {

	/**
	 * How long before the end of the chunk before a chunk's oldest samples can have been
	 * taken: exceptions are not cut as often as the rest.
	 */
	Duration LONGEST_DELAY = Duration.ofSeconds(2);

	/**
	 * Starts to record into a new file.
	 * @param file the file to write, in an existing directory
	 * @return the first chunk, which tells how the recording is made
	 * @throws RecorderException if nothing at all can be recorded; the message says why
	 * and what helps
	 */
	RecordedChunk start(Path file) throws RecorderException;

	/**
	 * Ends one chunk and begins the next in the same file, without losing a sample.
	 * @return the chunk that was ended
	 * @throws RecorderException if the recording is broken, for example because the disk
	 * is full
	 */
	RecordedChunk cut() throws RecorderException;

	/**
	 * Ends the last chunk of the file, to go on with {@link #start(Path)} in another at
	 * once.
	 * @return the chunk that was ended
	 * @throws RecorderException if the recording is broken
	 */
	default RecordedChunk finishFile() throws RecorderException {
		return stop();
	}

	/**
	 * Follows what the application does. To be called about once a second.
	 * @return whether another file should be begun at once, with other intervals
	 */
	default boolean tend() {
		return false;
	}

	/**
	 * Ends the last chunk and stops recording.
	 * @return the chunk that was ended
	 * @throws RecorderException if the recording is broken
	 */
	RecordedChunk stop() throws RecorderException;

	/**
	 * Makes intervals longer than was asked for, from the next start on.
	 * @param factors how many times as long the intervals of some types are; types that
	 * are left out are sampled as was asked for
	 */
	void stretch(Map<ProfileType, Integer> factors);

	/**
	 * Makes intervals shorter than was asked for, for a while, from the next start on.
	 * Types that are not recorded stay so.
	 * @param intervals the intervals of some types, each in the unit of its type; empty
	 * to sample as was asked for again
	 */
	void refine(Map<ProfileType, Long> intervals);

	/**
	 * The native memory that the stacks of this recording take; a new recording gives it
	 * back.
	 * @return a number of bytes, 0 if the engine keeps none
	 * @throws RecorderException if the engine does not tell
	 */
	default long stackMemory() throws RecorderException {
		return 0;
	}

	/**
	 * The engine's name and version.
	 * @return for example {@code async-profiler 4.6}
	 */
	String engine();

	/**
	 * How the current recording samples.
	 * @return the types and intervals that are really in force
	 */
	SamplingRates rates();

	/**
	 * The types whose samples become fewer when their interval becomes longer.
	 * @return the types that {@link #stretch} makes cheaper
	 */
	default Set<ProfileType> stretchable() {
		return Set.of();
	}

	/**
	 * What was asked for and what is in force, for each type.
	 * @return one entry for each type, in order
	 */
	List<TypeStatus> types();

	/**
	 * What the recording as a whole is short of.
	 * @return sentences, each with its remedy if there is one
	 */
	default List<String> notes() {
		return List.of();
	}

}
