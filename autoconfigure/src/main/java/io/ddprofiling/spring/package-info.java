/**
 * Spring Boot auto-configuration of the profiler.
 */
@NullMarked
package io.ddprofiling.spring;

import org.jspecify.annotations.NullMarked;
