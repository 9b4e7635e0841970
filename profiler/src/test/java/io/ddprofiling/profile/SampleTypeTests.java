package io.ddprofiling.profile;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SampleTypeTests {

	@ParameterizedTest
	@EnumSource
	void idIsOneEveryReaderTakes(SampleType type) {
		assertThat(type.id()).matches("[a-z]+(_[a-z]+)*");
	}

	@Test
	void idsDiffer() {
		assertThat(Arrays.stream(SampleType.values()).map(SampleType::id)).doesNotHaveDuplicates();
	}

	@Test
	void unitsAreSpeltAsPprofSpellsThem() {
		assertThat(Arrays.stream(SampleType.Unit.values()).map(SampleType.Unit::id)).containsExactly("count",
				"nanoseconds", "bytes");
	}

}
