package io.ddprofiling.profile;

import java.nio.file.Path;

/**
 * A recording of some of the exceptions that were created: a range of a file that is a
 * JFR recording of its own. Its execution samples are stacks of exceptions' constructors.
 *
 * @param file the file
 * @param offset where the recording begins, in bytes
 * @param size how long the recording is, in bytes
 * @param thrown how many exceptions its samples stand for
 * @since 0.1.0
 */
public record ExceptionRecording(Path file, long offset, long size, long thrown) {

}
