package io.ddprofiling.jfr;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.span.SpanBlock.Span;
import io.ddprofiling.span.SpanName;
import org.jspecify.annotations.Nullable;

/**
 * What a thread worked on: the outermost span and the innermost.
 *
 * @param endpoint the name of the outermost, {@code null} if that was not known yet
 * @param traceId the trace's identifier, {@code null} if there is none
 * @param labels the labels of samples
 */
record UnitOfWork(@Nullable Endpoint endpoint, @Nullable String traceId, List<Label> labels) {

	/**
	 * Nothing that is known of.
	 */
	static final UnitOfWork NONE = new UnitOfWork(null, null, List.of());

	static UnitOfWork of(Span outermost, Span innermost) {
		// without the outermost, for which there was no room, the work may be anything
		SpanName name = (outermost.level() == 0) ? outermost.name() : null;
		Endpoint endpoint = (name != null) ? new Endpoint(name.text(), name.web()) : null;
		Span traced = (innermost.spanId() != 0) ? innermost : outermost;
		String traceId = (traced.spanId() != 0)
				? HexFormat.of().toHexDigits(traced.traceHigh()) + HexFormat.of().toHexDigits(traced.traceLow()) : null;
		List<Label> labels = new ArrayList<>();
		if (endpoint != null) {
			labels.add(endpoint.label());
			if (endpoint.web()) {
				labels.add(Label.of(LabelKey.TRACE_TYPE, "web"));
			}
		}
		if (innermost.name() != null && !innermost.name().equals(name)) {
			labels.add(Label.of(LabelKey.SPAN_NAME, innermost.name().text()));
		}
		if (traceId != null) {
			labels.add(Label.of(LabelKey.SPAN_ID, traced.spanId()));
			long root = (outermost.spanId() != 0) ? outermost.spanId() : traced.spanId();
			labels.add(Label.of(LabelKey.LOCAL_ROOT_SPAN_ID, root));
			labels.add(Label.of(LabelKey.TRACE_ID, traceId));
		}
		TreeMap<String, String> attributes = new TreeMap<>(outermost.attributes());
		attributes.putAll(innermost.attributes());
		attributes.forEach((key, value) -> labels.add(Label.attribute(key, value)));
		return new UnitOfWork(endpoint, traceId, List.copyOf(labels));
	}

}
