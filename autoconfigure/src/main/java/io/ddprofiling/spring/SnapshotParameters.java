package io.ddprofiling.spring;

import org.jspecify.annotations.Nullable;

/**
 * What a request says about the snapshot it wants. What is empty has its default.
 *
 * @param type the id of a profile type
 * @param seconds how many seconds to go back
 * @param baseline what to compare with
 * @param limit how many entries a list has
 * @param filter which samples
 */
record SnapshotParameters(@Nullable String type, @Nullable String seconds, @Nullable String baseline,
		@Nullable String limit, SnapshotFilterQuery filter) {

	SnapshotParameters withType(String other) {
		return new SnapshotParameters(other, this.seconds, this.baseline, this.limit, this.filter);
	}

}
