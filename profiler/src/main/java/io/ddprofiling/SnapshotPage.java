package io.ddprofiling;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.encode.CallTree;
import io.ddprofiling.encode.FlameGraphPage;
import io.ddprofiling.encode.ProfileTree;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;

/**
 * The flame graph page of a snapshot.
 */
final class SnapshotPage {

	/**
	 * More than a browser can usefully show; the smallest are folded into their parents.
	 */
	private static final int MAX_NODES = 200_000;

	private SnapshotPage() {
	}

	static void write(Snapshot snapshot, Profile profile, ProfileType type, SampleFilter filter, OutputStream out)
			throws IOException {
		CallTree tree = ProfileTree.of(profile, type.value(), MAX_NODES);
		Identity identity = snapshot.identity();
		FlameGraphPage.Meta meta = new FlameGraphPage.Meta(identity.service() + " " + type.id(), type.id(),
				type.value().unit().id(), snapshot.window().start(), snapshot.window().end(), facts(identity, filter));
		FlameGraphPage.write(tree, meta, out);
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
