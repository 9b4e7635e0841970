package io.ddprofiling.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProfileExtractTests {

	private static final TimeWindow WINDOW = new TimeWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));

	private final ProfileBuilder builder = new ProfileBuilder(EnumSet.allOf(ProfileType.class),
			SamplingRates.NONE.with(ProfileType.CPU, 10).with(ProfileType.LOCK, 20));

	@Test
	void onlyWhatTheTypeNeedsIsExtracted() {
		add(ProfileType.CPU, 1, 10, List.of(), "burn", "main");
		add(ProfileType.LOCK, 2, 40, List.of(), "wait", "main");

		Profile locks = extract(ProfileType.LOCK);

		assertThat(locks.sampleTypes()).containsExactly(SampleType.LOCK_CONTENTIONS, SampleType.LOCK_DELAY);
		assertThat(locks.rows()).isEqualTo(1);
		assertThat(locks.total(SampleType.LOCK_CONTENTIONS)).isEqualTo(2);
		assertThat(locks.total(SampleType.LOCK_DELAY)).isEqualTo(40);
		assertThat(locks.functionCount()).isEqualTo(2);
		assertThat(locks.functionName(locks.function(locks.frame(0, 0)))).isEqualTo("wait");
		assertThat(locks.functionName(locks.function(locks.frame(0, 1)))).isEqualTo("main");
		assertThat(locks.rates().types()).containsExactly(ProfileType.LOCK);
		assertThat(locks.rates().interval(ProfileType.LOCK)).isEqualTo(20);
		assertThat(locks.window()).isEqualTo(WINDOW);
		assertThat(locks.recorded()).isEqualTo(Duration.ofSeconds(30));
		assertThat(locks.samples(ProfileType.LOCK)).isEqualTo(1);
	}

	@Test
	void samplesThatDifferInLeftOutLabelsOnlyAreAddedUp() {
		Label endpoint = Label.of(LabelKey.ENDPOINT, "GET /");
		add(ProfileType.CPU, 1, 10, List.of(Label.of(LabelKey.THREAD_ID, 1), endpoint), "burn", "main");
		add(ProfileType.CPU, 2, 20, List.of(Label.of(LabelKey.THREAD_ID, 2), endpoint), "burn", "main");

		Profile cpu = ProfileExtract.of(this.builder.build(WINDOW), ProfileType.CPU,
				(labels) -> labels.stream().filter((label) -> label.key() == LabelKey.ENDPOINT).toList());

		assertThat(cpu.rows()).isEqualTo(1);
		assertThat(cpu.labels(0)).containsExactly(endpoint);
		assertThat(cpu.value(0, 1)).isEqualTo(30);
	}

	@Test
	void typeThatWasNotSampledIsEmpty() {
		add(ProfileType.CPU, 1, 10, List.of(), "burn");

		assertThat(extract(ProfileType.WALL).isEmpty()).isTrue();
		assertThat(ProfileExtract
			.of(new ProfileBuilder(EnumSet.of(ProfileType.CPU), SamplingRates.NONE).build(WINDOW), ProfileType.WALL,
					(labels) -> labels)
			.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5, 9 })
	void smallestRowsBecomeOneWithTheirSum(int rows) {
		for (int i = 1; i <= 10; i++) {
			add(ProfileType.CPU, 1, (i * 7) % 11, List.of(), "method" + (i * 7) % 11);
		}
		Profile cpu = extract(ProfileType.CPU);

		Profile largest = ProfileExtract.largest(cpu, ProfileType.CPU, rows);

		assertThat(largest.rows()).isEqualTo(rows);
		assertThat(largest.total(SampleType.CPU_TIME)).isEqualTo(55);
		assertThat(largest.total(SampleType.CPU_SAMPLES)).isEqualTo(10);
		assertThat(largest.functionCount()).isEqualTo(rows);
		assertThat(largest.functionName(rows - 1)).isEqualTo("<" + (11 - rows) + " samples omitted>");
		for (int i = 10; i > 11 - rows; i--) {
			assertThat(functions(largest)).contains("method" + i);
		}
	}

	@Test
	void whatIsSmallEnoughStaysAsItIs() {
		add(ProfileType.CPU, 1, 10, List.of(), "burn");
		Profile cpu = extract(ProfileType.CPU);

		assertThat(ProfileExtract.largest(cpu, ProfileType.CPU, 1)).isSameAs(cpu);
	}

	private static List<String> functions(Profile profile) {
		return IntStream.range(0, profile.functionCount()).mapToObj(profile::functionName).toList();
	}

	private Profile extract(ProfileType type) {
		return ProfileExtract.of(this.builder.build(WINDOW, Duration.ofSeconds(30)), type, (labels) -> labels);
	}

	private void add(ProfileType type, long count, long value, List<Label> labels, String... leafFirst) {
		int[] frames = new int[leafFirst.length];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = this.builder.frame(this.builder.function(leafFirst[i], ""), 0);
		}
		this.builder.add(this.builder.stack(frames, frames.length), this.builder.labels(labels), type, count, value);
	}

}
