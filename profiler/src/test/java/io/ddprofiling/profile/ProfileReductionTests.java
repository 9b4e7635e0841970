package io.ddprofiling.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProfileReductionTests {

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
		.with(ProfileType.ALLOCATION, 524_288)
		.with(ProfileType.EXCEPTION, 1);

	private static final TimeWindow MINUTE = new TimeWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));

	@Test
	void rowsThatBecomeEqualAreAddedUp() {
		Profile profile = profile();

		Profile smaller = ProfileReduction.withoutLabels(profile, (label) -> label.key() == LabelKey.SPAN_ID);

		assertThat(profile.rows()).isEqualTo(200);
		assertThat(smaller.rows()).isEqualTo(100);
		assertSameSums(smaller, profile);
		assertThat(smaller.labels(0)).containsExactly(Label.of(LabelKey.THREAD_NAME, "main"));
	}

	@Test
	void heaviestRowsAreKeptAndTheOthersAddedUp() {
		Profile profile = ProfileReduction.withoutLabels(profile(), (label) -> label.key() == LabelKey.SPAN_ID);

		Profile smaller = ProfileReduction.heaviest(profile, 10);

		assertThat(smaller.rows()).isEqualTo(11);
		assertSameSums(smaller, profile);
		assertThat(function(smaller, 0)).isEqualTo("m90");
		assertThat(function(smaller, 9)).isEqualTo("m99");
		assertThat(function(smaller, 10)).isEqualTo(ProfileReduction.OMITTED);
		assertThat(smaller.functionCount()).isEqualTo(11);
	}

	@Test
	void rowThatIsTheWholeOfASmallColumnIsKept() {
		ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
		add(builder, 1, List.of(), ProfileType.EXCEPTION, 1, 0);
		for (int i = 2; i < 50; i++) {
			add(builder, i, List.of(), ProfileType.CPU, 1000, 10_000_000_000L);
		}

		Profile smaller = ProfileReduction.heaviest(builder.build(MINUTE), 1);

		assertThat(function(smaller, 0)).isEqualTo("m1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 200, 1000 })
	void sumsStayWhateverIsKept(int rows) {
		assertSameSums(ProfileReduction.heaviest(profile(), rows), profile());
	}

	@Test
	void windowRatesAndRequestsStay() {
		ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
		add(builder, 1, List.of(), ProfileType.CPU, 1, 1);
		builder.requests(new Endpoint("GET /", true), 3);
		builder.waited(new Endpoint("GET /", true), 5);
		Profile profile = builder.build(MINUTE, Duration.ofSeconds(30));

		Profile smaller = ProfileReduction.heaviest(profile, 0);

		assertThat(smaller.window()).isEqualTo(MINUTE);
		assertThat(smaller.recorded()).hasSeconds(30);
		assertThat(smaller.rates()).isEqualTo(RATES);
		assertThat(smaller.requests()).isEqualTo(profile.requests());
		assertThat(smaller.waits()).isEqualTo(profile.waits());
		assertThat(smaller.sampleTypes()).isEqualTo(profile.sampleTypes());
	}

	private static void assertSameSums(Profile smaller, Profile profile) {
		for (SampleType column : profile.sampleTypes()) {
			assertThat(smaller.total(column)).as(column.id()).isEqualTo(profile.total(column));
		}
		assertThat(Set.copyOf(smaller.sampleTypes())).isEqualTo(Set.copyOf(profile.sampleTypes()));
	}

	private static Profile profile() {
		ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
		for (int i = 0; i < 100; i++) {
			for (int span = 1; span <= 2; span++) {
				List<Label> labels = List.of(Label.of(LabelKey.THREAD_NAME, "main"), Label.of(LabelKey.SPAN_ID, span));
				add(builder, i, labels, ProfileType.CPU, i, i * 10_000_000L);
				add(builder, i, labels, ProfileType.ALLOCATION, 1, i + 1);
			}
		}
		return builder.build(MINUTE);
	}

	private static void add(ProfileBuilder builder, int method, List<Label> labels, ProfileType type, long count,
			long value) {
		int leaf = builder.frame(builder.function("m" + method, "M.java"), 1);
		builder.add(builder.stack(new int[] { leaf }, 1), builder.labels(labels), type, count, value);
	}

	private static String function(Profile profile, int row) {
		return profile.functionName(profile.function(profile.frame(profile.stack(row), 0)));
	}

}
