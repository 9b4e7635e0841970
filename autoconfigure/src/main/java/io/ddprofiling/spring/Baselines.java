package io.ddprofiling.spring;

import io.ddprofiling.Snapshot;

/**
 * Finds the snapshot that a request names to compare another with.
 */
interface Baselines {

	/**
	 * Finds a snapshot.
	 * @param text what the request says
	 * @param snapshot what will be compared with it
	 * @return the snapshot
	 * @throws SnapshotQuery.InvalidQueryException if nothing is called that, or what is
	 * called that cannot be had
	 */
	Snapshot find(String text, Snapshot snapshot);

}
