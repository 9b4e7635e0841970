/**
 * Keeping recorded chunks on disk, bounded by age and size.
 */
@NullMarked
package io.ddprofiling.store;

import org.jspecify.annotations.NullMarked;
