/**
 * Uploading by the OpenTelemetry protocol.
 */
@NullMarked
package io.ddprofiling.export.otlp;

import org.jspecify.annotations.NullMarked;
