package io.ddprofiling.testsupport;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.ddprofiling.testsupport.pprof.Label;
import io.ddprofiling.testsupport.pprof.Profile;
import io.ddprofiling.testsupport.pprof.Sample;
import io.ddprofiling.testsupport.pprof.ValueType;

/**
 * Look-ups in the tables of a valid profile.
 *
 * @param profile the profile
 */
record PprofTables(Profile profile) {

	String string(long index) {
		return this.profile.getStringTable((int) index);
	}

	String describe(ValueType type) {
		return string(type.getType()) + "/" + string(type.getUnit());
	}

	List<String> stack(Sample sample) {
		return sample.getLocationIdList()
			.stream()
			.flatMap((id) -> this.profile.getLocation((int) (id - 1)).getLineList().stream())
			.map((line) -> this.profile.getFunction((int) (line.getFunctionId() - 1)))
			.map((function) -> string(function.getName()))
			.toList();
	}

	boolean hasValue(Label label) {
		return label.getStr() != 0 || label.getNum() != 0 || label.getNumUnit() != 0;
	}

	Map<String, Object> labels(Sample sample) {
		return sample.getLabelList()
			.stream()
			.collect(Collectors.toMap((label) -> string(label.getKey()),
					(label) -> (label.getStr() != 0) ? (Object) string(label.getStr()) : (Object) label.getNum()));
	}

	String value(Label label) {
		return (label.getStr() != 0) ? string(label.getStr()) : Long.toString(label.getNum());
	}

}
