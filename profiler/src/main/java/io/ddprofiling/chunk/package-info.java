/**
 * How the bytes of a recording's chunks are to be read.
 */
@NullMarked
package io.ddprofiling.chunk;

import org.jspecify.annotations.NullMarked;
