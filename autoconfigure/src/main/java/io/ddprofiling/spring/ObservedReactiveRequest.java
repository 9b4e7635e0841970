package io.ddprofiling.spring;

import java.util.function.Predicate;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.Spans;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * A request on the reactive stack.
 */
final class ObservedReactiveRequest extends ObservedWork<ServerRequestObservationContext> {

	private final Predicate<String> actuator;

	ObservedReactiveRequest(TraceSource trace, Predicate<String> actuator) {
		super(ServerRequestObservationContext.class, trace);
		this.actuator = actuator;
	}

	@Override
	void stop(ServerRequestObservationContext context) {
		Spans.answered(method(context), context.getPathPattern());
	}

	@Override
	boolean isForActuator(ServerRequestObservationContext context) {
		String pattern = context.getPathPattern();
		return pattern != null && this.actuator.test(pattern);
	}

	@Override
	void name(ServerRequestObservationContext context, SpanDescription description) {
		description.web(method(context), context.getPathPattern());
	}

	private static @Nullable String method(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod().name() : null;
	}

}
