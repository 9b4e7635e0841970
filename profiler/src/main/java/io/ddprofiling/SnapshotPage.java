package io.ddprofiling;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.encode.FlameGraphPage;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import org.jspecify.annotations.Nullable;

/**
 * The flame graph page of a snapshot, or of two to compare. It has all types that were
 * recorded: a request for another type would be answered with another time.
 */
final class SnapshotPage {

	private SnapshotPage() {
	}

	static void write(Snapshot snapshot, @Nullable Snapshot baseline, ProfileType type, SampleFilter filter,
			OutputStream out) throws IOException {
		Set<ProfileType> types = EnumSet.of(type);
		types.addAll(snapshot.recordedTypes());
		FlameGraphPage.write(new FlameGraphPage.Content(snapshot.identity().service(), type, types,
				part("Current", snapshot, types, filter),
				(baseline != null) ? part("Baseline", baseline, types, filter) : null), out);
	}

	private static FlameGraphPage.Part part(String name, Snapshot snapshot, Set<ProfileType> types,
			SampleFilter filter) {
		return new FlameGraphPage.Part(name, snapshot.timedProfile(types, filter), facts(snapshot.identity(), filter));
	}

	private static Map<String, String> facts(Identity identity, SampleFilter filter) {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("service", identity.service());
		if (identity.env() != null) {
			facts.put("env", identity.env());
		}
		if (identity.version() != null) {
			facts.put("version", identity.version());
		}
		facts.put("host", identity.host());
		if (filter.leavesOut()) {
			facts.put("filter", criteria(filter));
		}
		return facts;
	}

	// not what was asked for, which anybody can put into a link
	private static String criteria(SampleFilter filter) {
		List<String> criteria = new ArrayList<>();
		if (filter.endpoint() != null) {
			criteria.add("one endpoint");
		}
		if (filter.thread() != null) {
			criteria.add("some threads");
		}
		if (filter.traceId() != null) {
			criteria.add("one trace");
		}
		return String.join(", ", criteria);
	}

}
