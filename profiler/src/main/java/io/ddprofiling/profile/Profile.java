package io.ddprofiling.profile;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A profile of one window: rows of (stack, labels, one value per column), with stacks,
 * frames, functions and label sets in tables that rows refer to by number. Immutable and
 * safe to share between threads.
 *
 * @since 0.1.0
 * @see ProfileBuilder
 */
public final class Profile {

	private final TimeWindow window;

	private final Duration recorded;

	private final SamplingRates rates;

	private final List<SampleType> sampleTypes;

	private final List<String> functionNames;

	private final List<String> functionFiles;

	private final int[] frameFunctions;

	private final int[] frameLines;

	private final StackTable stacks;

	private final List<List<Label>> labelSets;

	private final int[] rowStacks;

	private final int[] rowLabels;

	private final long[] values;

	private final long[] samples;

	private final Map<Endpoint, Long> requests;

	private final Map<Endpoint, Long> waits;

	private final @Nullable Timeline timeline;

	Profile(TimeWindow window, Duration recorded, ProfileBuilder builder) {
		this.window = window;
		this.recorded = recorded;
		this.rates = builder.rates;
		this.sampleTypes = builder.sampleTypes;
		this.functionNames = List.copyOf(builder.functionNames);
		this.functionFiles = List.copyOf(builder.functionFiles);
		this.frameFunctions = builder.frameFunctions.toArray();
		this.frameLines = builder.frameLines.toArray();
		this.stacks = builder.stacks;
		this.labelSets = List.copyOf(builder.labelSets);
		this.rowStacks = builder.rowStacks.toArray();
		this.rowLabels = builder.rowLabels.toArray();
		this.values = builder.values();
		this.samples = builder.samples.clone();
		this.requests = Map.copyOf(builder.requests);
		this.waits = Map.copyOf(builder.waits);
		this.timeline = builder.timeline;
	}

	/**
	 * The time the profile covers.
	 * @return the window
	 */
	public TimeWindow window() {
		return this.window;
	}

	/**
	 * How much of the window was recorded: less than all of it if there was a pause.
	 * @return the time the values were sampled in
	 */
	public Duration recorded() {
		return this.recorded;
	}

	/**
	 * How the newest part of the profile was sampled.
	 * @return the rates
	 */
	public SamplingRates rates() {
		return this.rates;
	}

	/**
	 * The value columns, in order.
	 * @return the columns
	 */
	public List<SampleType> sampleTypes() {
		return this.sampleTypes;
	}

	/**
	 * The number of rows.
	 * @return the number of rows
	 */
	public int rows() {
		return this.rowStacks.length;
	}

	/**
	 * Whether nothing was sampled.
	 * @return {@code true} if there is no row
	 */
	public boolean isEmpty() {
		return this.rowStacks.length == 0;
	}

	/**
	 * The stack of a row.
	 * @param row the row, from 0
	 * @return the stack's number
	 */
	public int stack(int row) {
		return this.rowStacks[row];
	}

	/**
	 * The labels of a row.
	 * @param row the row, from 0
	 * @return the labels, each key at most once
	 */
	public List<Label> labels(int row) {
		return this.labelSets.get(this.rowLabels[row]);
	}

	/**
	 * The label set of a row.
	 * @param row the row, from 0
	 * @return the label set's number
	 */
	public int labelSet(int row) {
		return this.rowLabels[row];
	}

	/**
	 * The number of distinct label sets.
	 * @return the number of label sets
	 */
	public int labelSetCount() {
		return this.labelSets.size();
	}

	/**
	 * A label set.
	 * @param labelSet the label set's number
	 * @return the labels, each key at most once
	 */
	public List<Label> labelsOf(int labelSet) {
		return this.labelSets.get(labelSet);
	}

	/**
	 * A value of a row.
	 * @param row the row, from 0
	 * @param column the position of the column in {@link #sampleTypes()}
	 * @return the value in the column's unit
	 */
	public long value(int row, int column) {
		return this.values[row * this.sampleTypes.size() + column];
	}

	/**
	 * The sum of a column over all rows.
	 * @param type the column
	 * @return the sum, 0 if the profile has no such column
	 */
	public long total(SampleType type) {
		int column = this.sampleTypes.indexOf(type);
		long total = 0;
		for (int row = 0; column >= 0 && row < rows(); row++) {
			total += value(row, column);
		}
		return total;
	}

	/**
	 * The number of samples that were taken, not scaled.
	 * @param type the type
	 * @return the number of samples
	 */
	public long samples(ProfileType type) {
		return this.samples[type.ordinal()];
	}

	/**
	 * The number of distinct stacks.
	 * @return the number of stacks
	 */
	public int stackCount() {
		return this.stacks.size();
	}

	/**
	 * The number of frames of a stack.
	 * @param stack the stack's number
	 * @return the depth
	 */
	public int depth(int stack) {
		return this.stacks.depth(stack);
	}

	/**
	 * A frame of a stack.
	 * @param stack the stack's number
	 * @param index the position in the stack, 0 for the leaf
	 * @return the frame's number
	 */
	public int frame(int stack, int index) {
		return this.stacks.frame(stack, index);
	}

	/**
	 * The number of distinct frames: pairs of function and line.
	 * @return the number of frames
	 */
	public int frameCount() {
		return this.frameFunctions.length;
	}

	/**
	 * The function of a frame.
	 * @param frame the frame's number
	 * @return the function's number
	 */
	public int function(int frame) {
		return this.frameFunctions[frame];
	}

	/**
	 * The line of a frame.
	 * @param frame the frame's number
	 * @return the line, 0 if not known
	 */
	public int line(int frame) {
		return this.frameLines[frame];
	}

	/**
	 * The number of distinct functions.
	 * @return the number of functions
	 */
	public int functionCount() {
		return this.functionNames.size();
	}

	/**
	 * The name of a function.
	 * @param function the function's number
	 * @return the dotted name of class and method, or a native symbol
	 */
	public String functionName(int function) {
		return this.functionNames.get(function);
	}

	/**
	 * The source file of a function.
	 * @param function the function's number
	 * @return the path below a source root, empty if not known
	 */
	public String functionFile(int function) {
		return this.functionFiles.get(function);
	}

	/**
	 * How many requests, and how much other work, ended within the window; an estimate if
	 * the window begins or ends within a chunk of the recording.
	 * @return the numbers by endpoint, those that are not there are 0
	 */
	public Map<Endpoint, Long> requests() {
		return this.requests;
	}

	/**
	 * How long the threads of requests, and of other work, slept or waited, for locks or
	 * other services. Waiting for a processor that somebody else has is mostly not in it.
	 * @return nanoseconds by endpoint, those that are not there are 0
	 */
	public Map<Endpoint, Long> waits() {
		return this.waits;
	}

	/**
	 * When the samples were taken.
	 * @return the times, {@code null} if they were not kept
	 */
	public @Nullable Timeline timeline() {
		return this.timeline;
	}

}
