/**
 * Judges from outside the profiler that the tests of the other modules share.
 */
@NullMarked
package io.ddprofiling.testsupport;

import org.jspecify.annotations.NullMarked;
