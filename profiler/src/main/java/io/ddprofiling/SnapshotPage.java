package io.ddprofiling;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.encode.CallTree;
import io.ddprofiling.encode.FlameGraphPage;
import io.ddprofiling.encode.ProfileTree;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;

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

	static void write(Snapshot snapshot, Profile profile, ProfileType type, OutputStream out) throws IOException {
		CallTree tree = ProfileTree.of(profile, type.value(), MAX_NODES);
		Identity identity = snapshot.identity();
		FlameGraphPage.Meta meta = new FlameGraphPage.Meta(identity.service() + " " + type.id(), type.id(),
				type.value().unit().id(), snapshot.window().start(), snapshot.window().end(), facts(identity));
		FlameGraphPage.write(tree, meta, out);
	}

	private static Map<String, String> facts(Identity identity) {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("service", identity.service());
		if (identity.env() != null) {
			facts.put("env", identity.env());
		}
		if (identity.version() != null) {
			facts.put("version", identity.version());
		}
		facts.put("host", identity.host());
		return facts;
	}

}
