/**
 * The service that profilers are compared on.
 */
@NullMarked
package io.ddprofiling.benchmarks.service;

import org.jspecify.annotations.NullMarked;
