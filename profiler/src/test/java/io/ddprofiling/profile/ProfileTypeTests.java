package io.ddprofiling.profile;

import java.util.Arrays;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProfileTypeTests {

	@Test
	void idsAreWhatUsersWrite() {
		assertThat(Arrays.stream(ProfileType.values()).map(ProfileType::id)).containsExactly("cpu", "wall", "lock",
				"allocation", "live-heap", "exception", "native-lock", "native-memory", "io");
	}

	@ParameterizedTest
	@EnumSource
	void isFoundByItsId(ProfileType type) {
		assertThat(ProfileType.of(type.id())).isEqualTo(type);
		assertThat(ProfileType.of(" " + type.id().toUpperCase(Locale.ROOT) + " ")).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "cpu-time", "heap", "cpu,wall" })
	void unknownIdIsRefusedWithTheKnownOnesAndWithoutItself(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> ProfileType.of(id))
			.withMessage("Unknown profile type, one of [cpu, wall, lock, allocation, live-heap, exception, "
					+ "native-lock, native-memory, io]");
	}

	@ParameterizedTest
	@EnumSource
	void hasACountAndMostlyAValue(ProfileType type) {
		assertThat(type.sampleTypes()).startsWith(type.count()).endsWith(type.value());
		assertThat(type.count().unit()).isEqualTo(SampleType.Unit.COUNT);
		if (type.sampleTypes().size() > 1) {
			assertThat(type.value().unit()).isNotEqualTo(SampleType.Unit.COUNT);
		}
	}

	@Test
	void eachColumnBelongsToOneType() {
		assertThat(Arrays.stream(ProfileType.values()).flatMap((type) -> type.sampleTypes().stream()))
			.containsExactlyInAnyOrder(SampleType.values());
		for (SampleType column : SampleType.values()) {
			assertThat(ProfileType.of(column).sampleTypes()).contains(column);
		}
	}

}
