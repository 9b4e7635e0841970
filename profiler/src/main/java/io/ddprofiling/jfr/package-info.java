/**
 * From recorded chunks to the profile model.
 */
@NullMarked
package io.ddprofiling.jfr;

import org.jspecify.annotations.NullMarked;
