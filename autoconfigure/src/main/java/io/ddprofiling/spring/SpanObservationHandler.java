package io.ddprofiling.spring;

import java.util.List;
import java.util.function.Predicate;

import io.ddprofiling.span.Spans;
import io.ddprofiling.trigger.OutOfMemoryTrigger;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * Tells the profiler which request or other {@link ObservedWork} a thread works on: where
 * a scope of its observation is open, or of an observation inside of it.
 */
final class SpanObservationHandler implements ObservationHandler<Observation.Context> {

	/**
	 * So many observations can be inside of each other.
	 */
	private static final int MAX_DEPTH = 64;

	private final ObservedWork<?>[] kinds;

	SpanObservationHandler(List<ObservedWork<?>> kinds) {
		this.kinds = kinds.toArray(ObservedWork<?>[]::new);
	}

	static SpanObservationHandler of(@Nullable ClassLoader classLoader) {
		return of(classLoader, (pattern) -> false);
	}

	static SpanObservationHandler of(@Nullable ClassLoader classLoader, Predicate<String> actuator) {
		return new SpanObservationHandler(ObservedWork.kinds(classLoader, actuator));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.kinds.length > 0;
	}

	@Override
	public void onStart(Observation.Context context) {
		ObservedWork<?> kind = kind(context);
		if (kind != null) {
			kind.started(context);
		}
	}

	@Override
	public void onError(Observation.Context context) {
		OutOfMemoryTrigger.failed(context.getError());
	}

	@Override
	public void onScopeOpened(Observation.Context context) {
		Object work = context;
		for (int i = 0; work != null && i < MAX_DEPTH; i++) {
			ObservedWork<?> kind = kind(work);
			if (kind != null) {
				kind.open(work);
				return;
			}
			work = parent(work);
		}
	}

	@Override
	public void onScopeClosed(Observation.Context context) {
		Object work = context;
		for (int i = 0; work != null && i < MAX_DEPTH; i++) {
			if (kind(work) != null) {
				Spans.close(work);
				return;
			}
			work = parent(work);
		}
	}

	@Override
	public void onScopeReset(Observation.Context context) {
		onScopeClosed(context);
	}

	@Override
	public void onStop(Observation.Context context) {
		ObservedWork<?> kind = kind(context);
		if (kind != null) {
			kind.stopped(context);
		}
	}

	private @Nullable ObservedWork<?> kind(Object context) {
		for (ObservedWork<?> kind : this.kinds) {
			if (kind.isOf(context)) {
				return kind;
			}
		}
		return null;
	}

	// an observation hands on itself where work changes threads, and not what it is in
	private static @Nullable Object parent(Object context) {
		ObservationView parent = (context instanceof Observation.ContextView view) ? view.getParentObservation() : null;
		return (parent != null) ? parent.getContextView() : null;
	}

}
