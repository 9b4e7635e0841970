/**
 * Turns profiles into bytes that other programs and people read: formats for viewers and
 * backends, and a flame graph page that needs neither.
 */
@NullMarked
package io.ddprofiling.encode;

import org.jspecify.annotations.NullMarked;
