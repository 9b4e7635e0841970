package io.ddprofiling.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.ddprofiling.testsupport.pprof.Label;
import io.ddprofiling.testsupport.pprof.Profile;
import io.ddprofiling.testsupport.pprof.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PprofValidatorTests {

	@Test
	void acceptsValidProfileWithoutGzip() {
		assertThat(PprofFile.parse(Profiles.builder().build().toByteArray()).total("cpu-time")).isEqualTo(7);
	}

	@Test
	void acceptsMissingMappingAndEmptyStack() {
		Profile.Builder profile = Profiles.builder().clearMapping();
		profile.getLocationBuilderList().forEach((location) -> location.setMappingId(0));
		profile.getSampleBuilder(0).clearLocationId();

		assertThat(PprofFile.parse(profile.build().toByteArray()).total("cpu-time")).isEqualTo(7);
	}

	@Test
	void acceptsSixHundredLocations() {
		Profile.Builder profile = Profiles.builder();
		profile.getSampleBuilder(0).clearLocationId().addAllLocationId(Collections.nCopies(600, 1L));

		assertThat(PprofFile.parse(profile.build().toByteArray()).stacks("cpu-time").get(0)).hasSize(600);
	}

	@ParameterizedTest(name = "{1}")
	@MethodSource("spoiledProfiles")
	void rejects(Consumer<Profile.Builder> spoil, String message) {
		Profile.Builder profile = Profiles.builder();
		spoil.accept(profile);

		assertRejected(profile.build().toByteArray(), message);
	}

	@Test
	void rejectsUnitsThatDifferBetweenSamples() {
		Profile.Builder profile = Profiles.builder();
		sample(profile).clearLabel().addLabel(Label.newBuilder().setKey(6).setNum(1).setNumUnit(2));
		profile.addSample(
				Sample.newBuilder().addLocationId(1).addValue(1).addLabel(Label.newBuilder().setKey(6).setNum(1)));

		assertRejected(profile.build().toByteArray(), "label 'thread' has the units 'nanoseconds' and ''");
	}

	@Test
	void rejectsTwoProfilesInOne() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Profiles.builder().build().writeTo(bytes);
		Profiles.builder().build().writeTo(bytes);

		assertRejected(bytes.toByteArray(), "two profiles in one");
	}

	@Test
	void rejectsTextThatIsNotUtf8() {
		byte[] bytes = Profiles.builder().build().toByteArray();
		bytes[ByteString.copyFrom(bytes).toString(StandardCharsets.ISO_8859_1).indexOf("cpu-time")] = (byte) 0xff;

		assertRejected(bytes, "not readable as pprof");
	}

	@Test
	void rejectsBytesAfterGzip() {
		byte[] bytes = Example.file("auto.pprof");

		assertRejected(Arrays.copyOf(bytes, bytes.length + 5), "gzip is not exactly one member");
		assertRejected(Arrays.copyOf(bytes, bytes.length - 5), "not readable as gzip");
	}

	static Stream<Arguments> spoiledProfiles() {
		return Stream.of(spoiled((profile) -> profile.setStringTable(0, "x"), "string_table[0] is not empty"),
				spoiled((profile) -> profile.clearStringTable(), "string_table[0] is not empty"),
				spoiled((profile) -> profile.clearSampleType(), "no sample type"),
				spoiled((profile) -> profile.getSampleTypeBuilder(0).setUnit(8), "string index 8 out of range"),
				spoiled((profile) -> profile.getPeriodTypeBuilder().setType(8), "string index 8 out of range"),
				spoiled((profile) -> profile.addComment(-1), "string index -1 out of range"),
				spoiled((profile) -> profile.getMappingBuilder(0).setBuildId(8), "string index 8 out of range"),
				spoiled((profile) -> profile.getFunctionBuilder(1).setFilename(8), "string index 8 out of range"),
				spoiled((profile) -> label(profile).setStr(8), "string index 8 out of range"),
				spoiled((profile) -> profile.getMappingBuilder(0).setId(2), "mapping at 0 has id 2"),
				spoiled((profile) -> profile.getFunctionBuilder(0).setId(0), "function at 0 has id 0"),
				spoiled((profile) -> profile.getLocationBuilder(1).setId(1), "location at 1 has id 1"),
				spoiled((profile) -> profile.getLocationBuilder(1).setMappingId(2), "missing mapping 2"),
				spoiled((profile) -> profile.getLocationBuilder(1).clearLine(), "location 2 has no line"),
				spoiled((profile) -> profile.getLocationBuilder(1).getLineBuilder(0).setFunctionId(3),
						"missing function 3"),
				spoiled((profile) -> profile.getLocationBuilder(1).getLineBuilder(0).setFunctionId(0),
						"missing function 0"),
				spoiled((profile) -> sample(profile).addValue(1), "has 2 values for 1 sample types"),
				spoiled((profile) -> sample(profile).setValue(0, -1), "negative value"),
				spoiled((profile) -> sample(profile).addLocationId(3), "missing location 3"),
				spoiled((profile) -> sample(profile).addLocationId(-1), "missing location -1"),
				spoiled((profile) -> sample(profile).addAllLocationId(Collections.nCopies(599, 1L)),
						"601 locations, more than 600"),
				spoiled((profile) -> sample(profile).addLabel(label(profile)), "repeats label 'thread'"),
				spoiled((profile) -> label(profile).setNum(1), "both text and number"),
				spoiled((profile) -> label(profile).setNumUnit(2), "both text and number"),
				spoiled((profile) -> label(profile).setKey(0), "label without key"),
				spoiled((profile) -> profile.setDurationNanos(-1), "negative time"),
				spoiled((profile) -> sample(profile).setUnknownFields(unknownField()), "unknown fields [9]"));
	}

	private static Arguments spoiled(Consumer<Profile.Builder> spoil, String message) {
		return Arguments.of(spoil, message);
	}

	private static Sample.Builder sample(Profile.Builder profile) {
		return profile.getSampleBuilder(0);
	}

	private static Label.Builder label(Profile.Builder profile) {
		return profile.getSampleBuilder(0).getLabelBuilder(0);
	}

	private static UnknownFieldSet unknownField() {
		return UnknownFieldSet.newBuilder()
			.addField(9, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
			.build();
	}

	private static void assertRejected(byte[] bytes, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> PprofFile.parse(bytes))
			.withMessageContaining(message);
	}

}
