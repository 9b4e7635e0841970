package io.ddprofiling.testsupport;

import java.time.Duration;
import java.time.Instant;

import io.ddprofiling.testsupport.pprof.Line;
import io.ddprofiling.testsupport.pprof.Profile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PprofFileTests {

	private final PprofFile example = PprofFile.parse(Example.file("auto.pprof"));

	@Test
	void recordedExampleHasWindowAndSampleTypes() {
		assertThat(this.example.start()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
		assertThat(this.example.duration()).isEqualTo(Duration.ofMinutes(1));
		assertThat(this.example.sampleTypes()).containsExactly("cpu-samples/count", "cpu-time/nanoseconds",
				"wall-time/nanoseconds", "alloc-samples/count", "alloc-space/bytes");
	}

	@Test
	void recordedExampleHasStacksOnlyWhereThereAreValues() {
		assertThat(this.example.stacks("cpu-time")).singleElement()
			.asList()
			.containsExactly("com.example.Pricing.compute", "com.example.OrderController.get");
		assertThat(this.example.stacks("wall-time")).isEmpty();
		assertThat(this.example.functionNames()).containsExactly("com.example.Pricing.compute",
				"com.example.OrderController.get", "com.example.Pricing.render");
	}

	@Test
	void recordedExampleHasLabels() {
		assertThat(this.example.labelValues("thread name")).containsExactly("http-nio-8080-exec-1");
		assertThat(this.example.labelValues("thread id")).containsExactly("31");
		assertThat(this.example.hasLabel("span id")).isTrue();
		assertThat(this.example.hasLabel("exception type")).isFalse();
	}

	@Test
	void sumsByColumnAndFunction() {
		assertThat(this.example.total("cpu-time/nanoseconds")).isEqualTo(10_000_000);
		assertThat(this.example.totalOf("cpu-time", "com.example.OrderController.get")).isEqualTo(10_000_000);
		assertThat(this.example.selfOf("cpu-time", "com.example.OrderController.get")).isZero();
		assertThat(this.example.selfOf("alloc-space", "com.example.Pricing.render")).isEqualTo(1048576);
		assertThat(this.example.topFunction("alloc-samples")).isEqualTo("com.example.Pricing.render");
	}

	@Test
	void countsSampleOfRecursiveFunctionOnce() {
		Profile.Builder profile = Profiles.builder();
		profile.getSampleBuilder(0).clearLocationId().addLocationId(1).addLocationId(1).addLocationId(2);

		PprofFile file = PprofFile.parse(profile.build().toByteArray());

		assertThat(file.totalOf("cpu-time", "a.Leaf.run")).isEqualTo(7);
	}

	@Test
	void takesFirstLineOfInlinedLocationAsInnermost() {
		Profile.Builder profile = Profiles.builder();
		profile.getLocationBuilder(0).addLine(Line.newBuilder().setFunctionId(2));

		PprofFile file = PprofFile.parse(profile.build().toByteArray());

		assertThat(file.stacks("cpu-time").get(0)).containsExactly("a.Leaf.run", "a.Root.main", "a.Root.main");
		assertThat(file.topFunction("cpu-time")).isEqualTo("a.Leaf.run");
	}

	@Test
	void hidesLabelsThatReadersDrop() {
		Profile.Builder profile = Profiles.builder();
		profile.getSampleBuilder(0).getLabelBuilder(0).setStr(0).setNum(0);

		assertThat(PprofFile.parse(profile.build().toByteArray()).hasLabel("thread")).isFalse();
	}

	@Test
	void unknownColumnFails() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.example.total("cpu"))
			.withMessageContaining("no sample type 'cpu'");
	}

	@Test
	void topFunctionWithoutValueFails() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.example.topFunction("wall-time"))
			.withMessageContaining("wall-time");
	}

}
