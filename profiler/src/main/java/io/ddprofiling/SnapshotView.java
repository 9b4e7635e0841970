package io.ddprofiling;

import java.util.EnumSet;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import org.jspecify.annotations.Nullable;

/**
 * What of a {@link Snapshot} is to be shown.
 *
 * @param types the types, not empty
 * @param filter the samples
 * @param baseline the snapshot to compare with, {@code null} if there is none
 * @param limit the most entries of a list, for formats that have lists
 * @since 0.1.0
 */
public record SnapshotView(Set<ProfileType> types, SampleFilter filter, @Nullable Snapshot baseline, int limit) {

	/**
	 * As many entries as can be looked at.
	 */
	public static final int DEFAULT_LIMIT = 20;

	public SnapshotView {
		types = Set.copyOf(types);
	}

	/**
	 * A view of all samples of a type.
	 * @param type the type
	 * @return the view, without a baseline
	 */
	public static SnapshotView of(ProfileType type) {
		return of(EnumSet.of(type));
	}

	/**
	 * A view of all samples of some types.
	 * @param types the types, not empty
	 * @return the view, without a baseline
	 */
	public static SnapshotView of(Set<ProfileType> types) {
		return new SnapshotView(types, SampleFilter.ALL, null, DEFAULT_LIMIT);
	}

	/**
	 * The same view of some samples.
	 * @param wanted the samples
	 * @return the view
	 */
	public SnapshotView only(SampleFilter wanted) {
		return new SnapshotView(this.types, wanted, this.baseline, this.limit);
	}

	/**
	 * The same view beside another snapshot.
	 * @param other the snapshot to compare with
	 * @return the view
	 */
	public SnapshotView comparedWith(Snapshot other) {
		return new SnapshotView(this.types, this.filter, other, this.limit);
	}

	/**
	 * The only type of this view.
	 * @return the type
	 * @throws IllegalArgumentException if there are several
	 */
	ProfileType type() {
		if (this.types.size() != 1) {
			throw new IllegalArgumentException("'types' must hold exactly one type: " + this.types);
		}
		return this.types.iterator().next();
	}

}
