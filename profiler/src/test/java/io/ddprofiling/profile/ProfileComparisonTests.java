package io.ddprofiling.profile;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.stream.Stream;

import io.ddprofiling.encode.ProfileSketch;
import io.ddprofiling.profile.ProfileComparison.Basis;
import io.ddprofiling.profile.ProfileComparison.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProfileComparisonTests {

	@Test
	void windowsOfDifferentLengthAreComparedBySecond() {
		Profile before = cpu().add(ProfileType.CPU, 1, 600, "tax", "price")
			.add(ProfileType.CPU, 1, 200, "discount", "price")
			.build(Duration.ofSeconds(20));
		Profile after = cpu().add(ProfileType.CPU, 1, 50, "tax", "price")
			.add(ProfileType.CPU, 1, 100, "discount", "price")
			.add(ProfileType.CPU, 1, 10, "log", "price")
			.build(Duration.ofSeconds(10));

		ProfileComparison comparison = compare(before, after);

		assertThat(comparison.basis()).isEqualTo(Basis.PER_SECOND);
		assertThat(comparison.before()).isEqualTo(new ProfileComparison.Side(800, 20, 0));
		assertThat(comparison.after()).isEqualTo(new ProfileComparison.Side(160, 10, 0));
		assertThat(comparison.change()).isEqualTo(16.0 - 40.0);
		assertThat(comparison.shrunk(5))
			.containsExactly(new Change("tax", new FunctionCost("tax", 600, 600), new FunctionCost("tax", 50, 50)));
		assertThat(comparison.selfChange(comparison.shrunk(5).get(0))).isEqualTo(5.0 - 30.0);
		assertThat(comparison.grown(5))
			.containsExactly(new Change("log", new FunctionCost("log", 0, 0), new FunctionCost("log", 10, 10)));
		assertThat(comparison.changes()).as("the same per second, and the caller of all").hasSize(4);
		Change price = comparison.changes()
			.stream()
			.filter((change) -> change.function().equals("price"))
			.toList()
			.get(0);
		assertThat(comparison.selfChange(price)).isZero();
		assertThat(comparison.totalChange(price)).isEqualTo(-24.0);
		assertThat(comparison.shrunkByTotal(5)).extracting(Change::function).containsExactly("tax", "price");
		assertThat(comparison.grownByTotal(5)).extracting(Change::function).containsExactly("log");
		assertThat(comparison.before().share(600)).isEqualTo(0.75);
		assertThat(comparison.after().share(50)).isEqualTo(0.3125);
	}

	@Test
	void windowsOfDifferentLoadAreComparedByRequest() {
		Profile before = cpu().add(ProfileType.CPU, 1, 600, "tax").requests("GET /price", 100).build();
		Profile after = cpu().add(ProfileType.CPU, 1, 900, "tax")
			.requests("GET /price", 200)
			.requests("GET /cart", 100)
			.build();

		ProfileComparison comparison = compare(before, after);

		assertThat(comparison.basis()).isEqualTo(Basis.PER_REQUEST);
		assertThat(comparison.selfChange(comparison.shrunk(1).get(0))).isEqualTo(3.0 - 6.0);
		assertThat(comparison.grown(1)).isEmpty();
	}

	@Test
	void requestsOfOneWindowOnlyDoNotCount() {
		Profile before = cpu().add(ProfileType.CPU, 1, 600, "tax").requests("GET /price", 100).build();
		Profile after = cpu().add(ProfileType.CPU, 1, 900, "tax").build();

		assertThat(compare(before, after).basis()).isEqualTo(Basis.PER_SECOND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "thread", "trace" })
	void requestsOfOthersDoNotCount(String parameter) {
		Profile profile = cpu().add(ProfileType.CPU, 1, 600, "tax").requests("GET /price", 100).build();
		SampleFilter filter = parameter.equals("thread") ? new SampleFilter(null, "main", null)
				: new SampleFilter(null, null, "0".repeat(32));

		ProfileComparison comparison = ProfileComparison.of(profile, profile, SampleType.CPU_TIME, filter);

		assertThat(comparison.before().requests()).isZero();
		assertThat(comparison.basis()).isEqualTo(Basis.PER_SECOND);
	}

	@ParameterizedTest
	@EnumSource(names = { "WALL", "LIVE_HEAP" })
	void whatIsNotDoneForRequestsIsNotDividedByThem(ProfileType type) {
		Profile profile = new ProfileSketch(EnumSet.of(type)).add(type, 1, 600, "wait")
			.requests("GET /price", 100)
			.build();

		assertThat(ProfileComparison.of(profile, profile, type.value(), SampleFilter.ALL).basis())
			.isEqualTo((type == ProfileType.WALL) ? Basis.PER_SECOND : Basis.VALUE);
	}

	@Test
	void nothingCanBeCompared() {
		ProfileComparison comparison = compare(cpu().build(Duration.ZERO), cpu().build(Duration.ZERO));

		assertThat(comparison.change()).isZero();
		assertThat(comparison.changes()).isEmpty();
		assertThat(comparison.before().share(0)).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void sumsAddUpAndAProfileIsLikeItself(long seed) {
		Random random = new Random(seed);
		Profile before = random(random);
		Profile after = random(random);

		ProfileComparison comparison = compare(before, after);

		assertThat(comparison.changes().stream().mapToLong((change) -> change.before().self()).sum())
			.isEqualTo(before.total(SampleType.CPU_TIME));
		assertThat(comparison.changes().stream().mapToLong((change) -> change.after().self()).sum())
			.isEqualTo(after.total(SampleType.CPU_TIME));
		assertThat(comparison.changes().stream().mapToDouble(comparison::selfChange).sum())
			.isCloseTo(comparison.change(), within(1e-6));
		double listed = Stream.concat(comparison.grown(1000).stream(), comparison.shrunk(1000).stream())
			.mapToDouble(comparison::selfChange)
			.sum();
		assertThat(listed).isCloseTo(comparison.change(), within(1e-6));
		assertThat(compare(before, before).changes()).isNotEmpty().allSatisfy((change) -> {
			assertThat(compare(before, before).selfChange(change)).isZero();
			assertThat(compare(before, before).totalChange(change)).isZero();
		});
		assertThat(compare(after, after).grown(9)).isEmpty();
		assertThat(compare(after, after).shrunk(9)).isEmpty();
		assertThat(compare(after, before).change()).isEqualTo(-comparison.change());
	}

	private static Profile random(Random random) {
		ProfileSketch sketch = cpu();
		for (int row = 0; row < 200; row++) {
			String[] stack = random.ints(1 + random.nextInt(8), 0, 30)
				.mapToObj((function) -> "f" + function)
				.toArray(String[]::new);
			sketch.add(ProfileType.CPU, 1, random.nextInt(1_000_000), stack);
		}
		return sketch.build(Duration.ofMillis(1 + random.nextInt(60_000)));
	}

	private static ProfileSketch cpu() {
		return new ProfileSketch(EnumSet.of(ProfileType.CPU));
	}

	private static ProfileComparison compare(Profile before, Profile after) {
		return ProfileComparison.of(before, after, SampleType.CPU_TIME, SampleFilter.ALL);
	}

}
