package io.ddprofiling.testsupport;

import java.util.List;

import io.ddprofiling.testsupport.pprof.Function;
import io.ddprofiling.testsupport.pprof.Label;
import io.ddprofiling.testsupport.pprof.Line;
import io.ddprofiling.testsupport.pprof.Location;
import io.ddprofiling.testsupport.pprof.Mapping;
import io.ddprofiling.testsupport.pprof.Profile;
import io.ddprofiling.testsupport.pprof.Sample;
import io.ddprofiling.testsupport.pprof.ValueType;

/**
 * A small valid profile to spoil.
 */
final class Profiles {

	private static final List<String> STRINGS = List.of("", "cpu-time", "nanoseconds", "a.Leaf.run", "a.Root.main",
			"java", "thread", "main");

	private Profiles() {
	}

	static Profile.Builder builder() {
		return Profile.newBuilder()
			.addAllStringTable(STRINGS)
			.addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
			.addMapping(Mapping.newBuilder().setId(1).setFilename(5))
			.addFunction(Function.newBuilder().setId(1).setName(3).setSystemName(3))
			.addFunction(Function.newBuilder().setId(2).setName(4).setSystemName(4))
			.addLocation(Location.newBuilder().setId(1).setMappingId(1).addLine(Line.newBuilder().setFunctionId(1)))
			.addLocation(Location.newBuilder().setId(2).setMappingId(1).addLine(Line.newBuilder().setFunctionId(2)))
			.addSample(Sample.newBuilder()
				.addLocationId(1)
				.addLocationId(2)
				.addValue(7)
				.addLabel(Label.newBuilder().setKey(6).setStr(7)));
	}

}
