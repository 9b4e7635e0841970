/**
 * Writing profiles to files.
 */
@NullMarked
package io.ddprofiling.export.directory;

import org.jspecify.annotations.NullMarked;
