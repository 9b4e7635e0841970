package io.ddprofiling.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProfileBuilder} and {@link Profile}.
 */
class ProfileBuilderTests {

	private static final TimeWindow WINDOW = new TimeWindow(Instant.ofEpochSecond(1), Instant.ofEpochSecond(2));

	private static final Set<ProfileType> ALL = EnumSet.allOf(ProfileType.class);

	private final ProfileBuilder builder = new ProfileBuilder(ALL, rates(10));

	@Test
	void withoutSamplesIsEmpty() {
		Profile profile = this.builder.build(WINDOW);

		assertThat(profile.isEmpty()).isTrue();
		assertThat(profile.rows()).isZero();
		assertThat(profile.stackCount()).isZero();
		assertThat(profile.window()).isEqualTo(WINDOW);
		assertThat(profile.total(SampleType.CPU_TIME)).isZero();
	}

	@Test
	void columnsFollowTheOrderOfTheTypes() {
		assertThat(this.builder.build(WINDOW).sampleTypes()).containsExactly(SampleType.values());
		assertThat(new ProfileBuilder(EnumSet.of(ProfileType.LOCK, ProfileType.CPU), rates(10)).build(WINDOW)
			.sampleTypes()).containsExactly(SampleType.CPU_SAMPLES, SampleType.CPU_TIME, SampleType.LOCK_CONTENTIONS,
					SampleType.LOCK_DELAY);
	}

	@Test
	void equalFunctionsFramesStacksAndLabelsAreKeptOnce() {
		int first = sample("a.B.c", 7, "main", ProfileType.CPU, 1, 10);
		int second = sample("a.B.c", 7, "main", ProfileType.CPU, 1, 10);

		Profile profile = this.builder.build(WINDOW);

		assertThat(second).isEqualTo(first);
		assertThat(profile.functionCount()).isEqualTo(1);
		assertThat(profile.frameCount()).isEqualTo(1);
		assertThat(profile.stackCount()).isEqualTo(1);
		assertThat(profile.rows()).isEqualTo(1);
	}

	@Test
	void rowsOfOneStackAndLabelSetAreAddedUp() {
		sample("a.B.c", 7, "main", ProfileType.CPU, 1, 10);
		sample("a.B.c", 7, "main", ProfileType.WALL, 19, 950);
		sample("a.B.c", 7, "main", ProfileType.CPU, 2, 20);

		Profile profile = this.builder.build(WINDOW);

		assertThat(profile.rows()).isEqualTo(1);
		assertThat(profile.value(0, 0)).isEqualTo(3);
		assertThat(profile.value(0, 1)).isEqualTo(30);
		assertThat(profile.value(0, 2)).isEqualTo(19);
		assertThat(profile.value(0, 3)).isEqualTo(950);
		assertThat(profile.samples(ProfileType.CPU)).isEqualTo(2);
		assertThat(profile.samples(ProfileType.WALL)).isEqualTo(1);
		assertThat(profile.samples(ProfileType.LOCK)).isZero();
	}

	@Test
	void linesAndThreadsMakeRowsOfTheirOwn() {
		sample("a.B.c", 7, "main", ProfileType.CPU, 1, 10);
		sample("a.B.c", 8, "main", ProfileType.CPU, 1, 10);
		sample("a.B.c", 8, "other", ProfileType.CPU, 1, 10);

		Profile profile = this.builder.build(WINDOW);

		assertThat(profile.rows()).isEqualTo(3);
		assertThat(profile.functionCount()).isEqualTo(1);
		assertThat(profile.frameCount()).isEqualTo(2);
		assertThat(profile.total(SampleType.CPU_TIME)).isEqualTo(30);
		assertThat(profile.stack(1)).isEqualTo(profile.stack(2));
		assertThat(profile.labels(1)).isNotEqualTo(profile.labels(2));
	}

	@Test
	void typesWithoutColumnAreLeftOut() {
		ProfileBuilder cpuOnly = new ProfileBuilder(EnumSet.of(ProfileType.CPU), rates(10));
		int stack = cpuOnly.stack(new int[] { cpuOnly.frame(cpuOnly.function("f", ""), 0) }, 1);

		cpuOnly.add(stack, cpuOnly.labels(List.of()), ProfileType.LOCK, 1, 5);

		Profile profile = cpuOnly.build(WINDOW);
		assertThat(profile.isEmpty()).isTrue();
		assertThat(profile.samples(ProfileType.LOCK)).isZero();
		assertThat(profile.total(SampleType.LOCK_DELAY)).isZero();
	}

	@Test
	void functionKeepsNameAndFile() {
		int function = this.builder.function("a.B.c", "a/B.java");

		Profile profile = this.builder.build(WINDOW);

		assertThat(profile.functionName(function)).isEqualTo("a.B.c");
		assertThat(profile.functionFile(function)).isEqualTo("a/B.java");
	}

	@Test
	void onlyTheGivenDepthBelongsToAStack() {
		int a = this.builder.frame(this.builder.function("a", ""), 1);
		int b = this.builder.frame(this.builder.function("b", ""), 2);

		int one = this.builder.stack(new int[] { a, b, 99 }, 1);
		int two = this.builder.stack(new int[] { a, b, 99 }, 2);

		Profile profile = this.builder.build(WINDOW);
		assertThat(profile.depth(one)).isEqualTo(1);
		assertThat(profile.depth(two)).isEqualTo(2);
		assertThat(profile.frame(two, 0)).isEqualTo(a);
		assertThat(profile.frame(two, 1)).isEqualTo(b);
		assertThat(profile.line(profile.frame(two, 1))).isEqualTo(2);
		assertThat(this.builder.stack(new int[] { b, a }, 2)).isNotEqualTo(two);
	}

	@Test
	void manyStacksOfAllDepthsKeepTheirNumbers() {
		int[] frames = new int[300];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = this.builder.frame(this.builder.function("f" + i, ""), i);
		}
		List<int[]> stacks = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			int[] stack = new int[1 + i % 299];
			for (int j = 0; j < stack.length; j++) {
				stack[j] = frames[(i / 299 + i + j * 7) % frames.length];
			}
			stack[0] = frames[i / 299];
			stacks.add(stack);
		}

		List<Integer> ids = stacks.stream().map((stack) -> this.builder.stack(stack, stack.length)).toList();

		assertThat(stacks.stream().map((stack) -> this.builder.stack(stack, stack.length)).toList()).isEqualTo(ids);
		Profile profile = this.builder.build(WINDOW);
		assertThat(ids).doesNotHaveDuplicates();
		assertThat(profile.stackCount()).isEqualTo(20_000);
		for (int i = 0; i < stacks.size(); i++) {
			assertThat(frames(profile, ids.get(i))).isEqualTo(stacks.get(i));
		}
	}

	@Test
	void manyRowsKeepTheirValues() {
		for (int i = 0; i < 5000; i++) {
			sample("f" + i, i, "main", ProfileType.ALLOCATION, i, 2L * i);
		}

		Profile profile = this.builder.build(WINDOW);

		assertThat(profile.rows()).isEqualTo(5000);
		assertThat(profile.value(4999, 6)).isEqualTo(4999);
		assertThat(profile.value(4999, 7)).isEqualTo(9998);
		assertThat(profile.total(SampleType.ALLOCATED_OBJECTS)).isEqualTo(5000L * 4999 / 2);
		assertThat(profile.total(SampleType.ALLOCATED_SPACE)).isEqualTo(5000L * 4999);
	}

	@Test
	void labelSetsDoNotFollowTheListTheyWereMadeOf() {
		List<Label> labels = new ArrayList<>(List.of(Label.of(LabelKey.THREAD_NAME, "main")));
		int id = this.builder.labels(labels);
		labels.add(Label.of(LabelKey.THREAD_ID, 1));

		assertThat(this.builder.labels(labels)).isNotEqualTo(id);
		assertThat(this.builder.labels(List.of(Label.of(LabelKey.THREAD_NAME, "main")))).isEqualTo(id);
	}

	@Test
	void labelIsATextOrANumber() {
		assertThat(Label.of(LabelKey.THREAD_NAME, "main")).isEqualTo(new Label(LabelKey.THREAD_NAME, "main", 0, null));
		assertThat(Label.of(LabelKey.THREAD_ID, 5)).isEqualTo(new Label(LabelKey.THREAD_ID, null, 5, null));
	}

	@Test
	void profileDoesNotFollowItsBuilder() {
		sample("a", 1, "main", ProfileType.CPU, 1, 10);
		Profile profile = this.builder.build(WINDOW);

		sample("a", 1, "main", ProfileType.CPU, 1, 10);
		sample("b", 1, "main", ProfileType.CPU, 1, 10);

		assertThat(profile.rows()).isEqualTo(1);
		assertThat(profile.total(SampleType.CPU_TIME)).isEqualTo(10);
		assertThat(profile.samples(ProfileType.CPU)).isEqualTo(1);
		assertThat(profile.functionCount()).isEqualTo(1);
	}

	@Test
	void carriesTheRatesThatWereSetLast() {
		this.builder.rates(rates(20));

		assertThat(this.builder.build(WINDOW).rates()).isEqualTo(rates(20));
	}

	@Test
	void columnsCannotBeChanged() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.builder.build(WINDOW).sampleTypes().clear());
	}

	private int sample(String function, int line, String thread, ProfileType type, long count, long value) {
		int frame = this.builder.frame(this.builder.function(function, ""), line);
		int stack = this.builder.stack(new int[] { frame }, 1);
		int labels = this.builder.labels(List.of(Label.of(LabelKey.THREAD_NAME, thread)));
		this.builder.add(stack, labels, type, count, value);
		return stack;
	}

	private static int[] frames(Profile profile, int stack) {
		int[] frames = new int[profile.depth(stack)];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = profile.frame(stack, i);
		}
		return frames;
	}

	private static SamplingRates rates(long interval) {
		return SamplingRates.NONE.with(ProfileType.CPU, interval);
	}

}
