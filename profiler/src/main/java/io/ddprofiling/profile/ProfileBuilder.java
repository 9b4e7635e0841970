package io.ddprofiling.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Collects samples into a {@link Profile}: equal functions, frames, stacks, label sets
 * and rows are kept once, values of equal rows are added up. Not thread safe; use once.
 *
 * @since 0.1.0
 */
public final class ProfileBuilder {

	final List<SampleType> sampleTypes;

	SamplingRates rates;

	final List<String> functionNames = new ArrayList<>();

	final List<String> functionFiles = new ArrayList<>();

	final IntList frameFunctions = new IntList();

	final IntList frameLines = new IntList();

	final StackTable stacks = new StackTable();

	final List<List<Label>> labelSets = new ArrayList<>();

	final IntList rowStacks = new IntList();

	final IntList rowLabels = new IntList();

	final long[] samples = new long[ProfileType.values().length];

	final Map<Endpoint, Long> requests = new HashMap<>();

	final Map<Endpoint, Long> waits = new HashMap<>();

	private final int[] columns = new int[SampleType.values().length];

	private final Map<String, Integer> functionIds = new HashMap<>();

	private final LongIntMap frameIds = new LongIntMap();

	private final Map<List<Label>, Integer> labelIds = new HashMap<>();

	private final LongIntMap rowIds = new LongIntMap();

	@Nullable Timeline timeline;

	private long[] values;

	/**
	 * Creates a builder with the columns of the given types.
	 * @param types the types to have columns for
	 * @param rates how the samples were taken
	 */
	public ProfileBuilder(Set<ProfileType> types, SamplingRates rates) {
		this.sampleTypes = Arrays.stream(ProfileType.values())
			.filter(types::contains)
			.flatMap((type) -> type.sampleTypes().stream())
			.toList();
		this.rates = rates;
		Arrays.fill(this.columns, -1);
		for (int i = 0; i < this.sampleTypes.size(); i++) {
			this.columns[this.sampleTypes.get(i).ordinal()] = i;
		}
		this.values = new long[256 * Math.max(1, this.sampleTypes.size())];
	}

	/**
	 * Keeps the times of samples, too.
	 * @param window the time the samples are from
	 */
	public void keepTimes(TimeWindow window) {
		this.timeline = new Timeline(window);
	}

	/**
	 * Until when samples have the same time as one at some moment.
	 * @param epochNanos the moment in nanoseconds since 1970
	 * @return the first moment with another time, the largest number if there is none
	 */
	public long nextTime(long epochNanos) {
		return (this.timeline != null) ? this.timeline.next(epochNanos) : Long.MAX_VALUE;
	}

	/**
	 * Sets how the samples that follow were taken.
	 * @param rates the rates
	 */
	public void rates(SamplingRates rates) {
		this.rates = rates;
	}

	/**
	 * The number of a function, a new one if it was not seen before.
	 * @param name the dotted name of class and method, or a native symbol
	 * @param file the source file, empty if not known
	 * @return the function's number
	 */
	public int function(String name, String file) {
		Integer known = this.functionIds.get(name);
		if (known != null) {
			return known;
		}
		int id = this.functionNames.size();
		this.functionIds.put(name, id);
		this.functionNames.add(name);
		this.functionFiles.add(file);
		return id;
	}

	/**
	 * The number of a frame, a new one if it was not seen before.
	 * @param function the function's number
	 * @param line the line, 0 if not known
	 * @return the frame's number
	 */
	public int frame(int function, int line) {
		long key = ((long) function << 32) | line;
		int known = this.frameIds.get(key);
		if (known != LongIntMap.ABSENT) {
			return known;
		}
		int id = this.frameFunctions.size();
		this.frameIds.put(key, id);
		this.frameFunctions.add(function);
		this.frameLines.add(line);
		return id;
	}

	/**
	 * The number of a stack, a new one if it was not seen before.
	 * @param frames frame numbers, leaf first
	 * @param depth how many of them belong to the stack
	 * @return the stack's number
	 */
	public int stack(int[] frames, int depth) {
		return this.stacks.intern(frames, depth);
	}

	/**
	 * The number of a set of labels, a new one if it was not seen before.
	 * @param labels the labels, each key at most once
	 * @return the label set's number
	 */
	public int labels(List<Label> labels) {
		Integer known = this.labelIds.get(labels);
		if (known != null) {
			return known;
		}
		List<Label> copy = List.copyOf(labels);
		int id = this.labelSets.size();
		this.labelIds.put(copy, id);
		this.labelSets.add(copy);
		return id;
	}

	/**
	 * Whether samples of a type are collected.
	 * @param type the type
	 * @return {@code false} if there are no columns for it
	 */
	public boolean collects(ProfileType type) {
		return this.columns[type.count().ordinal()] >= 0;
	}

	/**
	 * Adds a sample; nothing is added for a type that has no column.
	 * @param stack the stack's number
	 * @param labels the label set's number
	 * @param type the sample's type
	 * @param count how many events the sample stands for
	 * @param value how much time or memory the sample stands for; has no meaning for a
	 * type with one column
	 */
	public void add(int stack, int labels, ProfileType type, long count, long value) {
		if (collects(type)) {
			add(row(stack, labels), type, count, value);
		}
	}

	/**
	 * Adds a sample whose time is known; nothing is added for a type that has no column.
	 * @param stack the stack's number
	 * @param labels the label set's number
	 * @param type the sample's type
	 * @param count how many events the sample stands for
	 * @param value how much time or memory the sample stands for; has no meaning for a
	 * type with one column
	 * @param epochNanos when it was taken, in nanoseconds since 1970
	 */
	public void add(int stack, int labels, ProfileType type, long count, long value, long epochNanos) {
		if (collects(type)) {
			int row = row(stack, labels);
			add(row, type, count, value);
			if (this.timeline != null) {
				this.timeline.add(row, type, (type.value() != type.count()) ? value : count, epochNanos);
			}
		}
	}

	/**
	 * Adds requests, or other work, that ended.
	 * @param endpoint what they are called
	 * @param count how many there were
	 */
	public void requests(Endpoint endpoint, long count) {
		this.requests.merge(endpoint, count, Long::sum);
	}

	/**
	 * Adds time that requests, or other work, did not run but wait.
	 * @param endpoint what they are called
	 * @param nanos the time in nanoseconds
	 */
	public void waited(Endpoint endpoint, long nanos) {
		this.waits.merge(endpoint, nanos, Long::sum);
	}

	/**
	 * Builds the profile.
	 * @param window the time it covers
	 * @return the profile
	 */
	public Profile build(TimeWindow window) {
		return build(window, window.duration());
	}

	/**
	 * Makes the profile of a window that was not recorded all the time.
	 * @param window the time the samples are from
	 * @param recorded how much of it was recorded
	 * @return the profile
	 */
	public Profile build(TimeWindow window, Duration recorded) {
		return new Profile(window, recorded, this);
	}

	long[] values() {
		return Arrays.copyOf(this.values, this.rowStacks.size() * this.sampleTypes.size());
	}

	private void add(int row, ProfileType type, long count, long value) {
		this.samples[type.ordinal()]++;
		int first = row * this.sampleTypes.size();
		this.values[first + this.columns[type.count().ordinal()]] += count;
		if (type.value() != type.count()) {
			this.values[first + this.columns[type.value().ordinal()]] += value;
		}
	}

	private int row(int stack, int labels) {
		long key = ((long) stack << 32) | labels;
		int known = this.rowIds.get(key);
		if (known != LongIntMap.ABSENT) {
			return known;
		}
		int id = this.rowStacks.size();
		this.rowIds.put(key, id);
		this.rowStacks.add(stack);
		this.rowLabels.add(labels);
		int needed = (id + 1) * this.sampleTypes.size();
		if (needed > this.values.length) {
			this.values = Arrays.copyOf(this.values, Math.max(needed, this.values.length * 2));
		}
		return id;
	}

}
