/**
 * Delivering finished windows to backends.
 */
@NullMarked
package io.ddprofiling.export;

import org.jspecify.annotations.NullMarked;
