package io.ddprofiling.spring;

import java.lang.reflect.Method;
import java.util.Objects;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.Spans;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

/**
 * A run of a scheduled method, named after it.
 */
final class ObservedScheduledTask extends ObservedWork<ScheduledTaskObservationContext> {

	private final ObservedNames<Class<?>, Method> names = new ObservedNames<>(Integer.MAX_VALUE);

	ObservedScheduledTask(TraceSource trace) {
		super(ScheduledTaskObservationContext.class, trace);
	}

	@Override
	void stop(ScheduledTaskObservationContext context) {
		Spans.done(name(context));
	}

	@Override
	void name(ScheduledTaskObservationContext context, SpanDescription description) {
		description.task(name(context));
	}

	private String name(ScheduledTaskObservationContext context) {
		return Objects
			.requireNonNull(this.names.get(context.getTargetClass(), context.getMethod(), ObservedScheduledTask::name));
	}

	private static String name(Class<?> type, Method method) {
		return ClassUtils.getShortName(type) + "." + method.getName();
	}

}
