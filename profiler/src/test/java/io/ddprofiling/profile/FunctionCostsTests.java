package io.ddprofiling.profile;

import java.util.EnumSet;
import java.util.List;

import io.ddprofiling.encode.ProfileSketch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionCostsTests {

	private final ProfileSketch sketch = new ProfileSketch(EnumSet.of(ProfileType.CPU));

	@Test
	void selfIsOfTheLeafAndTotalOfAllFrames() {
		this.sketch.add(ProfileType.CPU, 1, 30, "a.Shop.tax:7", "a.Shop.price:3", "main");
		this.sketch.add(ProfileType.CPU, 1, 10, "a.Shop.tax:9", "a.Shop.price:4", "main");
		this.sketch.add(ProfileType.CPU, 1, 5, "a.Shop.price:5", "main");

		assertThat(costs().topBySelf(10)).containsExactly(new FunctionCost("a.Shop.tax", 40, 40),
				new FunctionCost("a.Shop.price", 5, 45));
		assertThat(costs().topByTotal(10)).containsExactly(new FunctionCost("a.Shop.price", 5, 45),
				new FunctionCost("main", 0, 45), new FunctionCost("a.Shop.tax", 40, 40));
	}

	@Test
	void recursionCountsOnce() {
		this.sketch.add(ProfileType.CPU, 1, 8, "fib:1", "fib:2", "fib:1", "main");

		assertThat(costs().byName()).containsEntry("fib", new FunctionCost("fib", 8, 8))
			.containsEntry("main", new FunctionCost("main", 0, 8));
	}

	@Test
	void rowsOfOneStackAddUp() {
		this.sketch.add(ProfileType.CPU, 1, 8, List.of(), "run", "main");
		this.sketch.add(ProfileType.CPU, 1, 2, "run", "main");

		assertThat(costs().topByTotal(1)).containsExactly(new FunctionCost("main", 0, 10));
	}

	@Test
	void columnThatIsNotThereCostsNothing() {
		this.sketch.add(ProfileType.CPU, 1, 8, "run");

		assertThat(FunctionCosts.of(this.sketch.build(), SampleType.WALL_TIME).topByTotal(5)).isEmpty();
		assertThat(FunctionCosts.of(this.sketch.build(), SampleType.CPU_SAMPLES).topBySelf(5))
			.containsExactly(new FunctionCost("run", 1, 1));
	}

	private FunctionCosts costs() {
		return FunctionCosts.of(this.sketch.build(), SampleType.CPU_TIME);
	}

}
