package io.ddprofiling.testsupport;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

import com.google.protobuf.Message;
import io.ddprofiling.testsupport.pprof.Function;
import io.ddprofiling.testsupport.pprof.Label;
import io.ddprofiling.testsupport.pprof.Line;
import io.ddprofiling.testsupport.pprof.Location;
import io.ddprofiling.testsupport.pprof.Mapping;
import io.ddprofiling.testsupport.pprof.Profile;
import io.ddprofiling.testsupport.pprof.Sample;
import io.ddprofiling.testsupport.pprof.ValueType;

/**
 * Rules of the strictest known readers of pprof, used by {@link PprofFile}.
 */
final class PprofValidator {

	private static final int MAX_LOCATIONS = 600;

	private final Profile profile;

	private final Map<String, String> units = new HashMap<>();

	PprofValidator(Profile profile) {
		this.profile = profile;
	}

	void validate() {
		checkStringTable();
		checkHeader();
		checkIds("mapping", this.profile.getMappingList(), Mapping::getId);
		checkIds("function", this.profile.getFunctionList(), Function::getId);
		checkIds("location", this.profile.getLocationList(), Location::getId);
		this.profile.getMappingList().forEach(this::checkMapping);
		this.profile.getFunctionList().forEach(this::checkFunction);
		this.profile.getLocationList().forEach(this::checkLocation);
		for (int i = 0; i < this.profile.getSampleCount(); i++) {
			checkSample("sample " + i, this.profile.getSample(i));
		}
	}

	private void checkStringTable() {
		List<String> table = this.profile.getStringTableList();
		Check.that(!table.isEmpty() && table.get(0).isEmpty(), "string_table[0] is not empty");
		Check.that(table.lastIndexOf("") == 0, "string_table has more than one empty string, two profiles in one?");
	}

	private void checkHeader() {
		checkFields("profile", this.profile);
		Check.that(this.profile.getSampleTypeCount() > 0, "profile has no sample type");
		Set<String> types = new HashSet<>();
		for (ValueType type : this.profile.getSampleTypeList()) {
			checkValueType("sample type", type);
			Check.that(types.add(string(type.getType())), "sample type %s repeats", string(type.getType()));
		}
		checkValueType("period type", this.profile.getPeriodType());
		checkStrings("profile", this.profile.getDropFrames(), this.profile.getKeepFrames(),
				this.profile.getDefaultSampleType(), this.profile.getDocUrl());
		this.profile.getCommentList().forEach((comment) -> checkStrings("comment", comment));
		Check.that(this.profile.getTimeNanos() >= 0 && this.profile.getDurationNanos() >= 0,
				"profile has a negative time");
	}

	private void checkValueType(String name, ValueType type) {
		checkFields(name, type);
		checkStrings(name, type.getType(), type.getUnit());
	}

	private <T> void checkIds(String name, List<T> table, ToLongFunction<T> id) {
		for (int i = 0; i < table.size(); i++) {
			long actual = id.applyAsLong(table.get(i));
			Check.that(actual == i + 1, "%s at %d has id %d, ids must be 1..N in table order", name, i, actual);
		}
	}

	private void checkMapping(Mapping mapping) {
		checkFields("mapping", mapping);
		checkStrings("mapping", mapping.getFilename(), mapping.getBuildId());
	}

	private void checkFunction(Function function) {
		checkFields("function", function);
		checkStrings("function", function.getName(), function.getSystemName(), function.getFilename());
	}

	private void checkLocation(Location location) {
		String name = "location " + location.getId();
		checkFields(name, location);
		Check.that(location.getMappingId() == 0 || resolves(location.getMappingId(), this.profile.getMappingCount()),
				"%s refers to missing mapping %d", name, location.getMappingId());
		Check.that(location.getLineCount() > 0, "%s has no line", name);
		for (Line line : location.getLineList()) {
			checkFields(name, line);
			Check.that(resolves(line.getFunctionId(), this.profile.getFunctionCount()),
					"%s refers to missing function %d", name, line.getFunctionId());
		}
	}

	private void checkSample(String name, Sample sample) {
		checkFields(name, sample);
		Check.that(sample.getValueCount() == this.profile.getSampleTypeCount(), "%s has %d values for %d sample types",
				name, sample.getValueCount(), this.profile.getSampleTypeCount());
		Check.that(sample.getValueList().stream().allMatch((value) -> value >= 0), "%s has a negative value", name);
		Check.that(sample.getLocationIdCount() <= MAX_LOCATIONS, "%s has %d locations, more than %d", name,
				sample.getLocationIdCount(), MAX_LOCATIONS);
		for (long id : sample.getLocationIdList()) {
			Check.that(resolves(id, this.profile.getLocationCount()), "%s refers to missing location %d", name, id);
		}
		Set<String> keys = new HashSet<>();
		for (Label label : sample.getLabelList()) {
			checkLabel(name, label);
			String key = string(label.getKey());
			Check.that(keys.add(key), "%s repeats label '%s'", name, key);
		}
	}

	private void checkLabel(String name, Label label) {
		checkFields(name, label);
		checkStrings("label of " + name, label.getKey(), label.getStr(), label.getNumUnit());
		String key = string(label.getKey());
		Check.that(!key.isEmpty(), "%s has a label without key", name);
		boolean numeric = label.getNum() != 0 || label.getNumUnit() != 0;
		Check.that(!numeric || label.getStr() == 0, "%s has both text and number on label '%s'", name, key);
		if (numeric) {
			String unit = string(label.getNumUnit());
			String first = this.units.computeIfAbsent(key, (absent) -> unit);
			Check.that(first.equals(unit), "label '%s' has the units '%s' and '%s'", key, first, unit);
		}
	}

	private void checkStrings(String name, long... indexes) {
		for (long index : indexes) {
			Check.that(index >= 0 && index < this.profile.getStringTableCount(), "%s has string index %d out of range",
					name, index);
		}
	}

	private void checkFields(String name, Message message) {
		Check.that(message.getUnknownFields().asMap().isEmpty(), "%s has unknown fields %s", name,
				message.getUnknownFields().asMap().keySet());
	}

	private String string(long index) {
		return this.profile.getStringTable((int) index);
	}

	private static boolean resolves(long id, int count) {
		return id >= 1 && id <= count;
	}

}
