package io.ddprofiling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.ddprofiling.EndpointCounter.Cost;
import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.export.Windows;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.SamplingRates;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointCountersTests {

	private static final Endpoint ORDERS = new Endpoint("GET /orders/{id}", true);

	private static final Endpoint CARTS = new Endpoint("GET /carts", true);

	private static final Endpoint NIGHTLY = new Endpoint("nightly", false);

	private static final Set<ProfileType> TYPES = EnumSet.of(ProfileType.CPU, ProfileType.WALL, ProfileType.ALLOCATION);

	private final EndpointCounters counters = new EndpointCounters(3);

	private ProfileBuilder builder = new ProfileBuilder(TYPES, SamplingRates.NONE);

	@Test
	void costsGrowFromWindowToWindow() {
		this.counters.count(sample(ORDERS, ProfileType.CPU, 10).sample(ORDERS, ProfileType.ALLOCATION, 5).profile());
		this.builder.waited(ORDERS, 70);
		this.counters.count(sample(ORDERS, ProfileType.CPU, 20).sample(NIGHTLY, ProfileType.CPU, 3).profile());

		assertThat(sum("GET /orders/{id}", Cost.CPU)).isEqualTo(30);
		assertThat(sum("GET /orders/{id}", Cost.ALLOCATION)).isEqualTo(5);
		assertThat(sum("GET /orders/{id}", Cost.WAIT)).isEqualTo(70);
		assertThat(sum("nightly", Cost.CPU)).isEqualTo(3);
		assertThat(this.counters.all()).hasSize(6);
	}

	@Test
	void countersAddUpToAllSamplesThatBelongToAnEndpoint() {
		for (int i = 0; i < 50; i++) {
			sample(new Endpoint("GET /" + i, true), ProfileType.CPU, i);
		}
		Profile profile = sample(null, ProfileType.CPU, 1000).profile();

		this.counters.count(profile);

		assertThat(total(Cost.CPU)).isEqualTo(profile.total(SampleType.CPU_TIME) - 1000).isEqualTo(49 * 50 / 2);
	}

	@Test
	void tenThousandEndpointsAreLimitedToTheMostCostlyAndOneForTheRest() {
		for (int i = 1; i <= 10_000; i++) {
			sample(new Endpoint("GET /" + i, true), ProfileType.CPU, i);
		}

		this.counters.count(profile());

		assertThat(this.counters.all()).hasSize(4 * Cost.values().length);
		assertThat(this.counters.all()).extracting(EndpointCounter::endpoint)
			.containsOnly("GET /10000", "GET /9999", "GET /9998", EndpointCounters.OTHER);
		assertThat(sum(EndpointCounters.OTHER, Cost.CPU)).isEqualTo(9997L * 9998 / 2);
	}

	@Test
	void endpointWithACounterKeepsIt() {
		this.counters.count(sample(ORDERS, ProfileType.CPU, 1).profile());
		for (int i = 1; i <= 100; i++) {
			sample(new Endpoint("GET /" + i, true), ProfileType.CPU, 1000 + i);
		}

		this.counters.count(sample(ORDERS, ProfileType.CPU, 1).profile());

		assertThat(sum("GET /orders/{id}", Cost.CPU)).isEqualTo(2);
		assertThat(total(Cost.CPU)).isEqualTo(2 + 100 * 1000 + 100 * 101 / 2);
	}

	@Test
	void namesThatStandForManyAreCountedWithTheRest() {
		sample(new Endpoint(EndpointCounters.OTHER, false), ProfileType.CPU, 1);
		sample(new Endpoint(" ", false), ProfileType.CPU, 2);

		this.counters.count(sample(ORDERS, ProfileType.CPU, 4).sample(CARTS, ProfileType.CPU, 8)
			.sample(NIGHTLY, ProfileType.CPU, 16)
			.profile());

		assertThat(sum(EndpointCounters.OTHER, Cost.CPU)).isEqualTo(3);
		assertThat(this.counters.all()).hasSize(4 * Cost.values().length);
	}

	@Test
	void endpointThatCostNothingHasNoCounter() {
		this.builder.requests(ORDERS, 100);

		this.counters.count(sample(null, ProfileType.CPU, 1).profile());

		assertThat(this.counters.all()).isEmpty();
	}

	@Test
	void costThatIsNotRecordedHasNoCounter() {
		this.builder = new ProfileBuilder(EnumSet.of(ProfileType.CPU), SamplingRates.NONE);

		this.counters.count(sample(ORDERS, ProfileType.CPU, 1).profile());

		assertThat(this.counters.all()).extracting(EndpointCounter::cost).containsExactly(Cost.CPU);
	}

	@Test
	void limitOfZeroMeansNoCounters() {
		EndpointCounters none = new EndpointCounters(0);

		none.count(sample(ORDERS, ProfileType.CPU, 1).profile());

		assertThat(none.all()).isEmpty();
	}

	@Test
	void windowThatIsLoadedAgainCountsOnce() {
		ProfilerCounters all = new ProfilerCounters(10);
		RecordedWindow first = Windows.recorded(0, Path.of("none"));
		RecordedWindow second = Windows.recorded(1, Path.of("none"));
		Profile profile = sample(ORDERS, ProfileType.CPU, 1).profile();

		all.counted(first, profile);
		all.counted(second, profile);
		all.counted(first, profile);
		all.counted(second, profile);

		assertThat(all.endpoints().all()).filteredOn((counter) -> counter.cost() == Cost.CPU)
			.extracting(EndpointCounter::sum)
			.containsExactly(2L);
		all.begin();
		all.counted(first, profile);
		assertThat(all.endpoints().all()).extracting(EndpointCounter::sum).contains(3L);
	}

	@Test
	void listenerIsToldOfTheCountersThereAreAndOfThoseThatCome() {
		List<EndpointCounter> told = new ArrayList<>();
		this.counters.count(sample(ORDERS, ProfileType.CPU, 1).profile());

		this.counters.addListener(told::add);
		this.counters.count(sample(CARTS, ProfileType.CPU, 1).sample(ORDERS, ProfileType.CPU, 1).profile());

		assertThat(told).containsExactlyInAnyOrderElementsOf(this.counters.all()).hasSize(6);
	}

	@Test
	void listenerThatWasRemovedIsToldNothing() {
		List<EndpointCounter> told = new ArrayList<>();
		Consumer<EndpointCounter> listener = told::add;
		this.counters.addListener(listener);
		this.counters.removeListener(listener);

		this.counters.count(sample(ORDERS, ProfileType.CPU, 1).profile());

		assertThat(told).isEmpty();
	}

	@Test
	void listenerThatFailsDisturbsNobody() {
		List<EndpointCounter> told = new ArrayList<>();
		try (CapturedLog log = new CapturedLog()) {
			this.counters.addListener((counter) -> {
				throw new IllegalStateException("no more meters");
			});
			this.counters.addListener(told::add);

			this.counters.count(sample(ORDERS, ProfileType.CPU, 1).profile());

			assertThat(log.warnings()).singleElement().asString().contains("no more meters");
		}
		assertThat(told).hasSize(3);
		assertThat(sum("GET /orders/{id}", Cost.CPU)).isEqualTo(1);
	}

	private EndpointCountersTests sample(Endpoint endpoint, ProfileType type, long value) {
		Label thread = Label.of(LabelKey.THREAD_NAME, "main");
		int labels = this.builder.labels((endpoint != null) ? List.of(thread, endpoint.label()) : List.of(thread));
		this.builder.add(this.builder.stack(new int[0], 0), labels, type, 1, value);
		return this;
	}

	private Profile profile() {
		Profile profile = this.builder.build(Windows.recorded(0, Path.of("none")).window());
		this.builder = new ProfileBuilder(TYPES, SamplingRates.NONE);
		return profile;
	}

	private long sum(String endpoint, Cost cost) {
		return this.counters.all()
			.stream()
			.filter((counter) -> counter.endpoint().equals(endpoint) && counter.cost() == cost)
			.mapToLong(EndpointCounter::sum)
			.sum();
	}

	private long total(Cost cost) {
		return this.counters.all()
			.stream()
			.filter((counter) -> counter.cost() == cost)
			.mapToLong(EndpointCounter::sum)
			.sum();
	}

}
