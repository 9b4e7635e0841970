package io.ddprofiling.spring;

import java.util.function.Predicate;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.Spans;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * A request on the servlet stack.
 */
final class ObservedServletRequest extends ObservedWork<ServerRequestObservationContext> {

	private static final Object METHOD = ObservedServletRequest.class;

	private final Predicate<String> actuator;

	ObservedServletRequest(TraceSource trace, Predicate<String> actuator) {
		super(ServerRequestObservationContext.class, trace);
		this.actuator = actuator;
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
	boolean isForActuator(ServerRequestObservationContext context) {
		String pattern = context.getPathPattern();
		return pattern != null && this.actuator.test(pattern);
	}

	@Override
	void name(ServerRequestObservationContext context, SpanDescription description) {
		description.web(context.get(METHOD), context.getPathPattern());
	}

}
