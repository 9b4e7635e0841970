package io.ddprofiling.spring;

import org.jspecify.annotations.Nullable;

/**
 * What a request says about the snapshot it wants. What is empty has its default.
 *
 * @param type the id of a profile type
 * @param seconds how many seconds to go back
 * @param from when the time begins
 * @param to when the time ends
 * @param baseline what to compare with
 * @param limit how many entries a list has
 * @param filter which samples
 */
record SnapshotParameters(@Nullable String type, @Nullable String seconds, @Nullable String from, @Nullable String to,
		@Nullable String baseline, @Nullable String limit, SnapshotFilterQuery filter) {

}
