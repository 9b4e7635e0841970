package io.ddprofiling.encode;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CollapsedEncoderTests {

	private final ProfileSketch sketch = new ProfileSketch(EnumSet.of(ProfileType.CPU, ProfileType.WALL));

	@Test
	void writesTheRootFirst() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 10, "leaf", "middle", "root");

		assertThat(collapsed(SampleType.CPU_TIME)).isEqualTo("root;middle;leaf 10\n");
	}

	@Test
	void sortsLines() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 1, "c", "main")
			.add(ProfileType.CPU, 1, 2, "a", "main")
			.add(ProfileType.CPU, 1, 3, "main")
			.add(ProfileType.CPU, 1, 4, "b", "main");

		assertThat(collapsed(SampleType.CPU_TIME)).isEqualTo("""
				main 3
				main;a 2
				main;b 4
				main;c 1
				""");
	}

	@Test
	void addsUpStacksThatDifferInLinesOrThreadsOnly() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 10, "a.B.c:1", "main")
			.add(ProfileType.CPU, 1, 20, "a.B.c:2", "main")
			.add(ProfileType.CPU, 1, 40, List.of(Label.of(LabelKey.THREAD_NAME, "other")), "a.B.c:2", "main");

		assertThat(collapsed(SampleType.CPU_TIME)).isEqualTo("main;a.B.c 70\n");
		assertThat(collapsed(SampleType.CPU_SAMPLES)).isEqualTo("main;a.B.c 3\n");
	}

	@Test
	void writesOnlyTheColumnAskedFor() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 10, "a").add(ProfileType.WALL, 2, 100, "b");

		assertThat(collapsed(SampleType.CPU_TIME)).isEqualTo("a 10\n");
		assertThat(collapsed(SampleType.WALL_SAMPLES)).isEqualTo("b 2\n");
		assertThat(collapsed(SampleType.LOCK_DELAY)).isEmpty();
	}

	@Test
	void separatorsInNamesAreReplaced() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 10, "operator;(int)", "two\nlines\r", "a b");

		assertThat(collapsed(SampleType.CPU_TIME)).isEqualTo("a b;two lines ;operator:(int) 10\n");
	}

	@Test
	void withoutSamplesIsEmpty() throws IOException {
		assertThat(collapsed(SampleType.CPU_TIME)).isEmpty();
	}

	private String collapsed(SampleType type) throws IOException {
		StringBuilder out = new StringBuilder();
		CollapsedEncoder.encode(this.sketch.build(), type, out);
		return out.toString();
	}

}
