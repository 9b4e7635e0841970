/**
 * A small shop with known problems, which a profile of it must show.
 */
@NullMarked
package io.ddprofiling.sample;

import org.jspecify.annotations.NullMarked;
