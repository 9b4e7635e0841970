package io.ddprofiling.export.pyroscope;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import org.jspecify.annotations.Nullable;

/**
 * Which labels of samples Pyroscope gets, under names it takes, none of which the series
 * has already.
 *
 * @param series the name of the series
 * @param identifiers whether to keep what ties a sample to one request
 */
record SampleLabels(SeriesName series, boolean identifiers) {

	List<Label> of(List<Label> labels) {
		List<Label> kept = new ArrayList<>(labels.size());
		Set<String> names = new HashSet<>();
		for (Label label : labels) {
			Label clean = clean(label);
			if (clean != null && names.add(name(clean))) {
				kept.add(clean);
			}
		}
		return kept;
	}

	private @Nullable Label clean(Label label) {
		if (label.key() == LabelKey.LOCAL_ROOT_SPAN_ID) {
			return this.identifiers ? label : null;
		}
		Label clean = label;
		if (label.attribute() != null && label.text() != null) {
			clean = Label.attribute(SeriesName.label(label.attribute()), label.text());
		}
		String name = name(clean);
		return (name.isEmpty() || this.series.has(name)) ? null : clean;
	}

	private static String name(Label label) {
		String name = (label.attribute() != null) ? label.attribute() : PprofDialect.PYROSCOPE.name(label.key());
		return (name != null) ? name : "";
	}

}
