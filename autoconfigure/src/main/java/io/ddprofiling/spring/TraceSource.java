package io.ddprofiling.spring;

import io.ddprofiling.span.SpanDescription;
import io.micrometer.observation.Observation;

/**
 * Tells which trace an observation is part of.
 */
@FunctionalInterface
interface TraceSource {

	/**
	 * There are no traces.
	 */
	TraceSource NONE = (context, description) -> {
	};

	void describe(Observation.ContextView context, SpanDescription description);

}
