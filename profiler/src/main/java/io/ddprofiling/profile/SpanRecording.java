package io.ddprofiling.profile;

import java.nio.file.Path;

/**
 * What was recorded of requests and other work beside a chunk: a range of a file.
 *
 * @param file the file
 * @param offset where the range begins, in bytes
 * @param size how long the range is, in bytes
 * @since 0.1.0
 */
public record SpanRecording(Path file, long offset, long size) {

}
