package io.ddprofiling.spring;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.Spans;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

/**
 * A run of a scheduled method, named after it.
 */
final class ObservedScheduledTask extends ObservedWork<ScheduledTaskObservationContext> {

	private final ConcurrentMap<Class<?>, ConcurrentMap<Method, String>> names = new ConcurrentHashMap<>();

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
		Class<?> type = context.getTargetClass();
		Method method = context.getMethod();
		ConcurrentMap<Method, String> known = this.names.get(type);
		String name = (known != null) ? known.get(method) : null;
		return (name != null) ? name : add(type, method);
	}

	private String add(Class<?> type, Method method) {
		return this.names.computeIfAbsent(type, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(method, (key) -> ClassUtils.getShortName(type) + "." + key.getName());
	}

}
