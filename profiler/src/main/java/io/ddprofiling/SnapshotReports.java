package io.ddprofiling;

import java.util.Set;

import io.ddprofiling.encode.ComparisonReport;
import io.ddprofiling.encode.TopReport;
import io.ddprofiling.profile.ProfileType;

/**
 * Reports about snapshots.
 */
final class SnapshotReports {

	private SnapshotReports() {
	}

	static TopReport top(Snapshot snapshot, SnapshotView view) {
		ProfileType type = view.type();
		return new TopReport(snapshot.identity(), snapshot.profile(Set.of(type), view.filter()), type, view.filter(),
				view.limit());
	}

	static ComparisonReport comparison(Snapshot snapshot, SnapshotView view) {
		ProfileType type = view.type();
		Snapshot baseline = view.baseline();
		if (baseline == null) {
			throw new IllegalArgumentException("'baseline' is needed for a comparison");
		}
		return new ComparisonReport(subject(baseline, view), subject(snapshot, view), type, view.filter(),
				view.limit());
	}

	private static ComparisonReport.Subject subject(Snapshot snapshot, SnapshotView view) {
		return new ComparisonReport.Subject(snapshot.identity(), snapshot.profile(view.types(), view.filter()));
	}

}
