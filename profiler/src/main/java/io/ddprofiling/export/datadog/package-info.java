/**
 * Uploading profiles to a Datadog Agent.
 */
@NullMarked
package io.ddprofiling.export.datadog;

import org.jspecify.annotations.NullMarked;
