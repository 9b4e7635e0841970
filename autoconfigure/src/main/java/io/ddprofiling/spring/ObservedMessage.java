package io.ddprofiling.spring;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

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

	private final ConcurrentMap<String, ConcurrentMap<String, String>> names = new ConcurrentHashMap<>();

	private int count;

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
		ConcurrentMap<String, String> known = this.names.get(observation);
		String name = (known != null) ? known.get(place) : null;
		return (name != null) ? name : add(observation, place);
	}

	// queues of a reply, for example, have names that are used once
	private synchronized String add(String observation, String place) {
		if (this.count >= MAX_NAMES) {
			return observation;
		}
		this.count++;
		return this.names.computeIfAbsent(observation, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(place, (key) -> observation + " " + key);
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
