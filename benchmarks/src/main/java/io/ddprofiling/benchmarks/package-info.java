/**
 * Comparisons of speed, as ratios measured side by side in one run.
 */
@org.jspecify.annotations.NullMarked
package io.ddprofiling.benchmarks;
