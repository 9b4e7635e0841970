/**
 * Units of work, such as requests: what an application thread runs when one begins and
 * ends, and how they are kept beside a recording.
 */
@NullMarked
package io.ddprofiling.span;

import org.jspecify.annotations.NullMarked;
