/**
 * What it costs to convert recordings, ours beside others, and what a snapshot costs an
 * application.
 */
@NullMarked
package io.ddprofiling.benchmarks.conversion;

import org.jspecify.annotations.NullMarked;
