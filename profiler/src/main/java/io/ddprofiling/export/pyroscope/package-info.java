/**
 * Uploading to Grafana Pyroscope.
 */
@NullMarked
package io.ddprofiling.export.pyroscope;

import org.jspecify.annotations.NullMarked;
