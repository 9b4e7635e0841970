package io.ddprofiling.spring;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.Spans;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * The handling of a message or of anything else that comes from another process and is no
 * request to the web server. Named after the observation and, where that is known from
 * the beginning, the queue or topic. What else names such an observation is known too
 * late, or has too many values.
 */
@SuppressWarnings("rawtypes")
final class ObservedMessage extends ObservedWork<ReceiverContext> {

	private static final String[] PLACES = { "messaging.destination.name", "messaging.source.name" };

	private static final int MAX_NAMES = 500;

	private static final String UNNAMED = "message";

	// queues of a reply, for example, have names that are used once
	private final ObservedNames<String, String> names = new ObservedNames<>(MAX_NAMES);

	ObservedMessage(TraceSource trace) {
		super(ReceiverContext.class, trace);
	}

	@Override
	void stop(ReceiverContext context) {
		Spans.done(name(context));
	}

	@Override
	void name(ReceiverContext context, SpanDescription description) {
		description.task(name(context));
	}

	private String name(ReceiverContext context) {
		String observation = context.getName();
		String place = place(context);
		if (observation == null || place == null) {
			return (observation != null) ? observation : UNNAMED;
		}
		String name = this.names.get(observation, place, (first, second) -> first + " " + second);
		return (name != null) ? name : observation;
	}

	private static @Nullable String place(ReceiverContext context) {
		for (String key : PLACES) {
			KeyValue value = context.getLowCardinalityKeyValue(key);
			if (value != null) {
				return value.getValue();
			}
		}
		return null;
	}

}
