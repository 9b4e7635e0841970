package io.ddprofiling.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.SpanSource;
import io.ddprofiling.span.Spans;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A kind of work that applications observe, known by the type of the observation's
 * context.
 *
 * @param <C> the type of the context
 */
abstract class ObservedWork<C extends Observation.Context> implements SpanSource<C> {

	private static final Object BEGUN = ObservedWork.class;

	private final Class<C> type;

	private final TraceSource trace;

	ObservedWork(Class<C> type, TraceSource trace) {
		this.type = type;
		this.trace = trace;
	}

	// the most special first
	static List<ObservedWork<?>> kinds(@Nullable ClassLoader classLoader, Predicate<String> actuator) {
		TraceSource trace = isPresent("io.micrometer.tracing.handler.TracingObservationHandler", classLoader)
				? new MicrometerTraceSource() : TraceSource.NONE;
		List<ObservedWork<?>> kinds = new ArrayList<>();
		if (isPresent("org.springframework.http.server.observation.ServerRequestObservationContext", classLoader)
				&& isPresent("jakarta.servlet.http.HttpServletRequest", classLoader)) {
			kinds.add(new ObservedServletRequest(trace, actuator));
		}
		if (isPresent("org.springframework.http.server.reactive.observation.ServerRequestObservationContext",
				classLoader) && isPresent("reactor.core.publisher.Flux", classLoader)) {
			kinds.add(new ObservedReactiveRequest(trace, actuator));
		}
		if (isPresent("org.springframework.scheduling.support.ScheduledTaskObservationContext", classLoader)) {
			kinds.add(new ObservedScheduledTask(trace));
		}
		kinds.add(new ObservedMessage(trace));
		return kinds;
	}

	final boolean isOf(Object context) {
		return this.type.isInstance(context);
	}

	final void started(Object context) {
		C work = this.type.cast(context);
		long begun = Spans.begun();
		if (begun != 0) {
			work.put(BEGUN, begun);
		}
		start(work);
	}

	final void open(Object context) {
		begin(this.type.cast(context));
	}

	final void stopped(Object context) {
		C work = this.type.cast(context);
		stop(work);
		Long begun = work.get(BEGUN);
		if (begun != null && !isForActuator(work)) {
			Spans.ended(begun, work, this);
		}
	}

	@Override
	public final void describe(C context, SpanDescription description) {
		name(context, description);
		this.trace.describe(context, description);
	}

	void start(C context) {
	}

	void begin(C context) {
		Spans.open(context, this);
	}

	// whoever asks the profiler for much has to wait, not the application's users
	boolean isForActuator(C context) {
		return false;
	}

	abstract void stop(C context);

	abstract void name(C context, SpanDescription description);

	private static boolean isPresent(String type, @Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent(type, classLoader);
	}

}
