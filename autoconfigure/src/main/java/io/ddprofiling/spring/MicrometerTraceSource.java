package io.ddprofiling.spring;

import io.ddprofiling.span.SpanDescription;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;

/**
 * {@link TraceSource} of Micrometer Tracing, whichever tracer is behind it.
 */
final class MicrometerTraceSource implements TraceSource {

	@Override
	public void describe(Observation.ContextView context, SpanDescription description) {
		TracingContext tracing = context.get(TracingContext.class);
		Span span = (tracing != null) ? tracing.getSpan() : null;
		TraceContext trace = (span != null) ? span.context() : null;
		if (trace != null) {
			description.trace(trace.traceId(), trace.spanId());
		}
	}

}
