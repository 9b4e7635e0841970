/**
 * The profiler and its manual API, usable without Spring.
 */
@NullMarked
package io.ddprofiling;

import org.jspecify.annotations.NullMarked;
