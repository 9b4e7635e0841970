package io.ddprofiling.recorder;

/**
 * Another profiler in this JVM.
 *
 * @param note which it is, and what comes of the two being together
 * @param excluding whether this profiler has to leave the JVM to it
 * @since 0.1.0
 */
public record Neighbour(String note, boolean excluding) {

}
