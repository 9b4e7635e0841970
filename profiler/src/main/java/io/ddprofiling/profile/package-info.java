/**
 * The profile model: types, windows, stacks, labels and values, with no knowledge of how
 * they were recorded or how they are encoded.
 */
@NullMarked
package io.ddprofiling.profile;

import org.jspecify.annotations.NullMarked;
