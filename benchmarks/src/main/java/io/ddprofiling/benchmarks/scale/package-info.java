/**
 * What profiling costs as a function of threads, stacks, requests and chunks.
 */
@org.jspecify.annotations.NullMarked
package io.ddprofiling.benchmarks.scale;
