/**
 * The threads the profiler itself runs on.
 */
@NullMarked
package io.ddprofiling.thread;

import org.jspecify.annotations.NullMarked;
