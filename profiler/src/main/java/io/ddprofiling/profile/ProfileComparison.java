package io.ddprofiling.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What changed from one profile to another in one column, function by function. Windows
 * of different length and load are made comparable by a {@link Basis}. Takes time and
 * memory in proportion to the rows and functions of both profiles.
 *
 * @since 0.1.0
 */
public final class ProfileComparison {

	private static final double NANOS = 1e9;

	private final Side before;

	private final Side after;

	private final Basis basis;

	private final List<Change> changes;

	private ProfileComparison(Side before, Side after, Basis basis, List<Change> changes) {
		this.before = before;
		this.after = after;
		this.basis = basis;
		this.changes = changes;
	}

	/**
	 * Compares two profiles.
	 * @param before what to compare with
	 * @param after what to compare
	 * @param type the column
	 * @param filter the samples that both profiles have
	 * @return what changed
	 */
	public static ProfileComparison of(Profile before, Profile after, SampleType type, SampleFilter filter) {
		Side first = Side.of(before, type, filter);
		Side second = Side.of(after, type, filter);
		return new ProfileComparison(first, second, Basis.of(type, first, second),
				changes(FunctionCosts.of(before, type).byName(), FunctionCosts.of(after, type).byName()));
	}

	/**
	 * The profile that was compared with.
	 * @return the sum of the profile
	 */
	public Side before() {
		return this.before;
	}

	/**
	 * The profile that was compared.
	 * @return the sum of the profile
	 */
	public Side after() {
		return this.after;
	}

	/**
	 * How the two were made comparable.
	 * @return the basis
	 */
	public Basis basis() {
		return this.basis;
	}

	/**
	 * All functions of either profile.
	 * @return the changes, in no order
	 */
	public List<Change> changes() {
		return this.changes;
	}

	/**
	 * The functions that cost more by themselves than before.
	 * @param limit the most functions
	 * @return the changes, the largest first
	 */
	public List<Change> grown(int limit) {
		return grown(this::selfChange, limit);
	}

	/**
	 * The functions that cost less by themselves than before.
	 * @param limit the most functions
	 * @return the changes, the largest first
	 */
	public List<Change> shrunk(int limit) {
		return shrunk(this::selfChange, limit);
	}

	/**
	 * The functions that cost more than before with all that they call.
	 * @param limit the most functions
	 * @return the changes, the largest first
	 */
	public List<Change> grownByTotal(int limit) {
		return grown(this::totalChange, limit);
	}

	/**
	 * The functions that cost less than before with all that they call.
	 * @param limit the most functions
	 * @return the changes, the largest first
	 */
	public List<Change> shrunkByTotal(int limit) {
		return shrunk(this::totalChange, limit);
	}

	/**
	 * By how much a function costs more by itself than before.
	 * @param change the function
	 * @return the difference on the {@link #basis()}, negative if it costs less
	 */
	public double selfChange(Change change) {
		return this.basis.of(change.after().self(), this.after) - this.basis.of(change.before().self(), this.before);
	}

	/**
	 * By how much a function costs more than before, with all that it calls.
	 * @param change the function
	 * @return the difference on the {@link #basis()}, negative if it costs less
	 */
	public double totalChange(Change change) {
		return this.basis.of(change.after().total(), this.after) - this.basis.of(change.before().total(), this.before);
	}

	/**
	 * By how much everything costs more than before.
	 * @return the difference on the {@link #basis()}, negative if it costs less
	 */
	public double change() {
		return this.basis.of(this.after.total(), this.after) - this.basis.of(this.before.total(), this.before);
	}

	private List<Change> grown(ToDoubleFunction<Change> by, int limit) {
		return this.changes.stream()
			.filter((change) -> by.applyAsDouble(change) > 0)
			.sorted(Comparator.comparingDouble(by).reversed().thenComparing(Change::function))
			.limit(limit)
			.toList();
	}

	private List<Change> shrunk(ToDoubleFunction<Change> by, int limit) {
		return this.changes.stream()
			.filter((change) -> by.applyAsDouble(change) < 0)
			.sorted(Comparator.comparingDouble(by).thenComparing(Change::function))
			.limit(limit)
			.toList();
	}

	private static List<Change> changes(Map<String, FunctionCost> before, Map<String, FunctionCost> after) {
		Set<String> functions = new HashSet<>(before.keySet());
		functions.addAll(after.keySet());
		List<Change> changes = new ArrayList<>(functions.size());
		for (String function : functions) {
			FunctionCost nothing = new FunctionCost(function, 0, 0);
			changes.add(new Change(function, before.getOrDefault(function, nothing),
					after.getOrDefault(function, nothing)));
		}
		return List.copyOf(changes);
	}

	/**
	 * A function in both profiles.
	 *
	 * @param function the function's name
	 * @param before what it has cost
	 * @param after what it costs
	 * @since 0.1.0
	 */
	public record Change(String function, FunctionCost before, FunctionCost after) {

	}

	/**
	 * The sum of one of the profiles, and what to divide by.
	 *
	 * @param total the sum of the column
	 * @param recordedSeconds the time that was recorded
	 * @param requests the requests that ended meanwhile, 0 if not known
	 * @since 0.1.0
	 */
	public record Side(long total, double recordedSeconds, long requests) {

		static Side of(Profile profile, SampleType type, SampleFilter filter) {
			long requests = profile.requests()
				.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().web() && filter.tellsRequests())
				.mapToLong(Map.Entry::getValue)
				.sum();
			return new Side(profile.total(type), profile.recorded().toNanos() / NANOS, requests);
		}

		/**
		 * The part of a value in the sum.
		 * @param value the value
		 * @return the part, 0 of nothing
		 */
		public double share(long value) {
			return (this.total != 0) ? value / (double) this.total : 0;
		}

	}

	/**
	 * What makes values of two windows comparable.
	 *
	 * @since 0.1.0
	 */
	public enum Basis {

		/**
		 * The values as they are, for what does not add up over time.
		 */
		VALUE {

			@Override
			public double of(long value, Side side) {
				return value;
			}

		},

		/**
		 * The values for each second that was recorded.
		 */
		PER_SECOND {

			@Override
			public double of(long value, Side side) {
				return (side.recordedSeconds() > 0) ? value / side.recordedSeconds() : 0;
			}

		},

		/**
		 * The values for each request.
		 */
		PER_REQUEST {

			@Override
			public double of(long value, Side side) {
				return (side.requests() > 0) ? value / (double) side.requests() : 0;
			}

		};

		/**
		 * Applies the basis.
		 * @param value a value
		 * @param side the profile it is from
		 * @return the value on this basis
		 */
		public abstract double of(long value, Side side);

		// threads that do nothing have elapsed time too, however many requests there are
		private static Basis of(SampleType type, Side before, Side after) {
			return switch (type) {
				case LIVE_OBJECTS, LIVE_SPACE -> VALUE;
				case WALL_SAMPLES, WALL_TIME -> PER_SECOND;
				default -> (before.requests() > 0 && after.requests() > 0) ? PER_REQUEST : PER_SECOND;
			};
		}

	}

}
