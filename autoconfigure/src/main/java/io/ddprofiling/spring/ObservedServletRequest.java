package io.ddprofiling.spring;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.Spans;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * A request on the servlet stack.
 */
final class ObservedServletRequest extends ObservedWork<ServerRequestObservationContext> {

	private static final Object METHOD = ObservedServletRequest.class;

	ObservedServletRequest(TraceSource trace) {
		super(ServerRequestObservationContext.class, trace);
	}

	// the server uses the request's object for another one as soon as it has answered
	@Override
	void start(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		String method = (request != null) ? request.getMethod() : null;
		if (method != null) {
			context.put(METHOD, method);
		}
	}

	@Override
	void begin(ServerRequestObservationContext context) {
		Spans.takeOver(context, this);
	}

	@Override
	void stop(ServerRequestObservationContext context) {
		Spans.answered(context.get(METHOD), context.getPathPattern());
	}

	@Override
	void name(ServerRequestObservationContext context, SpanDescription description) {
		description.web(context.get(METHOD), context.getPathPattern());
	}

}
