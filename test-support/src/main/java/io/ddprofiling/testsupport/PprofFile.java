package io.ddprofiling.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ddprofiling.testsupport.pprof.Profile;

/**
 * A pprof profile that was read by generated code and held to strict rules.
 */
public final class PprofFile {

	private final Profile profile;

	private final PprofTables tables;

	private PprofFile(Profile profile) {
		this.profile = profile;
		this.tables = new PprofTables(profile);
	}

	/**
	 * Parse and validate a profile, failing with an {@link AssertionError}.
	 * @param bytes the profile, with or without gzip
	 * @return the profile
	 */
	public static PprofFile parse(byte[] bytes) {
		try {
			Profile profile = Profile.parseFrom(Compression.decompress(bytes));
			new PprofValidator(profile).validate();
			return new PprofFile(profile);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new AssertionError("not readable as pprof: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Return the value columns.
	 * @return one "type/unit" for each column
	 */
	public List<String> sampleTypes() {
		return this.profile.getSampleTypeList().stream().map(this.tables::describe).toList();
	}

	/**
	 * Return the length of the profile.
	 * @return the length
	 */
	public Duration duration() {
		return Duration.ofNanos(this.profile.getDurationNanos());
	}

	/**
	 * Return the start of the profile.
	 * @return the start
	 */
	public Instant start() {
		return Instant.ofEpochSecond(0, this.profile.getTimeNanos());
	}

	/**
	 * Return the sum of a column.
	 * @param sampleType the column as "type" or "type/unit"
	 * @return the sum
	 */
	public long total(String sampleType) {
		return sum(sampleType, (stack) -> true);
	}

	/**
	 * Return the sum of a column over the samples with a function anywhere on the stack.
	 * @param sampleType the column as "type" or "type/unit"
	 * @param functionName the name of the function
	 * @return the sum, each sample counted once
	 */
	public long totalOf(String sampleType, String functionName) {
		return sum(sampleType, (stack) -> stack.contains(functionName));
	}

	/**
	 * Return the sum of a column over the samples that have a label.
	 * @param sampleType the column as "type" or "type/unit"
	 * @param key the key of the label
	 * @return the sum
	 */
	public long totalWith(String sampleType, String key) {
		int column = column(sampleType);
		return this.profile.getSampleList()
			.stream()
			.filter((sample) -> this.tables.labels(sample).containsKey(key))
			.mapToLong((sample) -> sample.getValue(column))
			.sum();
	}

	/**
	 * Return the sum of a column over the samples with a function innermost.
	 * @param sampleType the column as "type" or "type/unit"
	 * @param functionName the name of the function
	 * @return the sum
	 */
	public long selfOf(String sampleType, String functionName) {
		return sum(sampleType, (stack) -> !stack.isEmpty() && stack.get(0).equals(functionName));
	}

	/**
	 * Return the function with the largest sum as innermost function.
	 * @param sampleType the column as "type" or "type/unit"
	 * @return the name of the function, the first in order of names if there are several
	 */
	public String topFunction(String sampleType) {
		int column = column(sampleType);
		Map<String, Long> self = this.profile.getSampleList()
			.stream()
			.filter((sample) -> sample.getLocationIdCount() > 0 && sample.getValue(column) > 0)
			.collect(Collectors.groupingBy((sample) -> this.tables.stack(sample).get(0), TreeMap::new,
					Collectors.summingLong((sample) -> sample.getValue(column))));
		return self.entrySet()
			.stream()
			.max(Map.Entry.comparingByValue())
			.orElseThrow(() -> new AssertionError("no sample has a value of '" + sampleType + "'"))
			.getKey();
	}

	/**
	 * Return the stacks that have a value in a column.
	 * @param sampleType the column as "type" or "type/unit"
	 * @return names of functions for each sample, innermost first
	 */
	public List<List<String>> stacks(String sampleType) {
		int column = column(sampleType);
		return this.profile.getSampleList()
			.stream()
			.filter((sample) -> sample.getValue(column) != 0)
			.map(this.tables::stack)
			.toList();
	}

	/**
	 * Return the names in the table of functions.
	 * @return the names
	 */
	public Set<String> functionNames() {
		return this.profile.getFunctionList()
			.stream()
			.map((function) -> this.tables.string(function.getName()))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return the values of a label; as for other readers, empty text and the number 0
	 * without unit are no value.
	 * @param key the key of the label
	 * @return the texts, and the numbers in decimal form
	 */
	public Set<String> labelValues(String key) {
		return this.profile.getSampleList()
			.stream()
			.flatMap((sample) -> sample.getLabelList().stream())
			.filter((label) -> this.tables.string(label.getKey()).equals(key))
			.filter(this.tables::hasValue)
			.map(this.tables::value)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return the labels of samples with a function anywhere on the stack.
	 * @param sampleType the column the samples have a value in, as "type" or "type/unit"
	 * @param functionName the name of the function
	 * @return for each sample a {@link String} or a {@link Long} for each label
	 */
	public List<Map<String, Object>> labels(String sampleType, String functionName) {
		int column = column(sampleType);
		return this.profile.getSampleList()
			.stream()
			.filter((sample) -> sample.getValue(column) != 0 && this.tables.stack(sample).contains(functionName))
			.map(this.tables::labels)
			.toList();
	}

	/**
	 * Return whether any sample has a value of a label.
	 * @param key the key of the label
	 * @return whether there is a value
	 */
	public boolean hasLabel(String key) {
		return !labelValues(key).isEmpty();
	}

	/**
	 * Return the message itself.
	 * @return the message
	 */
	public Profile proto() {
		return this.profile;
	}

	private long sum(String sampleType, Predicate<List<String>> filter) {
		int column = column(sampleType);
		return this.profile.getSampleList()
			.stream()
			.filter((sample) -> filter.test(this.tables.stack(sample)))
			.mapToLong((sample) -> sample.getValue(column))
			.sum();
	}

	private int column(String sampleType) {
		List<String> types = sampleTypes();
		for (int i = 0; i < types.size(); i++) {
			if (types.get(i).equals(sampleType) || types.get(i).startsWith(sampleType + "/")) {
				return i;
			}
		}
		throw new AssertionError("no sample type '" + sampleType + "' in " + types);
	}

}
