/**
 * Sending one HTTP request over TCP or a Unix socket.
 */
@NullMarked
package io.ddprofiling.export.transport;

import org.jspecify.annotations.NullMarked;
