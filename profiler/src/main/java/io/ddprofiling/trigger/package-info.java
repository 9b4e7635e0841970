/**
 * Events in the life of an application for which a window of the recording is captured.
 */
@NullMarked
package io.ddprofiling.trigger;

import org.jspecify.annotations.NullMarked;
