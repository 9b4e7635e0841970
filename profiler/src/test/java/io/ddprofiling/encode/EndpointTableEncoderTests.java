package io.ddprofiling.encode;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SamplingRates;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointTableEncoderTests {

	private static final Endpoint ORDERS = new Endpoint("GET /orders", true);

	private static final Endpoint NIGHTLY = new Endpoint("nightly", false);

	private ProfileBuilder builder = builder(EnumSet.allOf(ProfileType.class));

	@Test
	void tableHasTheCostsTheSharesAndTheRest() throws IOException {
		add(NIGHTLY, ProfileType.CPU, 1_000_000_000);
		add(ORDERS, ProfileType.CPU, 2_000_000_000);
		add(ORDERS, ProfileType.CPU, 500_000_000);
		add(ORDERS, ProfileType.ALLOCATION, 4_000_000);
		add(ORDERS, ProfileType.LOCK, 100_000_000);
		add(ORDERS, ProfileType.EXCEPTION, 3);
		add(null, ProfileType.CPU, 500_000_000);
		add(null, ProfileType.ALLOCATION, 1000);
		this.builder.waited(ORDERS, 5_000_000_000L);
		this.builder.requests(ORDERS, 10);

		assertThat(table(SampleFilter.ALL)).isEqualTo("""
				{"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z","recordedSeconds":30.0},\
				"endpoints":[\
				{"name":"GET /orders","kind":"web","requests":10,"cpuSeconds":2.5,"allocatedBytes":4000000,\
				"waitSeconds":5.0,"lockSeconds":0.1,"exceptions":3,"cpuShare":0.625,\
				"perRequest":{"cpuSeconds":0.25,"allocatedBytes":400000.0,"waitSeconds":0.5,"lockSeconds":0.01,\
				"exceptions":0.3}},\
				{"name":"nightly","kind":"task","requests":0,"cpuSeconds":1.0,"allocatedBytes":0,\
				"waitSeconds":0.0,"lockSeconds":0.0,"exceptions":0,"cpuShare":0.25}],\
				"unattributed":{"cpuSeconds":0.5,"allocatedBytes":1000,"lockSeconds":0.0,"exceptions":0,\
				"cpuShare":0.125}}""");
	}

	@Test
	void whatIsNotSampledIsLeftOut() throws IOException {
		this.builder = builder(EnumSet.of(ProfileType.ALLOCATION));
		add(ORDERS, ProfileType.ALLOCATION, 4096);

		assertThat(table(SampleFilter.ALL)).contains("allocatedBytes")
			.doesNotContain("cpu", "Seconds\":0", "exceptions", "perRequest", "waitSeconds", "lockSeconds");
	}

	@Test
	void whatIsNotKnownOfSomeSamplesIsLeftOut() throws IOException {
		add(ORDERS, ProfileType.CPU, 1000);

		assertThat(table(SampleFilter.ALL)).contains("\"cpuShare\":1.0", "\"requests\":0");
		assertThat(table(new SampleFilter("GET /orders", null, null))).contains("\"requests\":0")
			.doesNotContain("cpuShare");
		assertThat(table(new SampleFilter(null, "main", null))).contains("GET /orders")
			.doesNotContain("cpuShare", "equest");
		assertThat(table(new SampleFilter(null, null, "0".repeat(32)))).doesNotContain("equest");
	}

	@Test
	void emptyProfileIsATable() throws IOException {
		this.builder = builder(EnumSet.of(ProfileType.CPU));

		assertThat(table(SampleFilter.ALL)).endsWith("\"endpoints\":[],\"unattributed\":{\"cpuSeconds\":0.0}}");
	}

	@Test
	void endpointWithoutSamplesIsListedLast() throws IOException {
		this.builder.requests(new Endpoint("GET /idle", true), 3);
		this.builder.requests(new Endpoint("GET /alike", true), 3);
		this.builder.requests(new Endpoint("GET /often", true), 4);
		add(ORDERS, ProfileType.CPU, 1);

		assertThat(table(SampleFilter.ALL)).containsSubsequence("GET /orders", "GET /often", "GET /alike", "GET /idle");
	}

	private String table(SampleFilter filter) throws IOException {
		StringBuilder out = new StringBuilder();
		EndpointTableEncoder.encode(this.builder.build(ProfileSketch.WINDOW, Duration.ofSeconds(30)), filter, out);
		return out.toString();
	}

	private void add(Endpoint endpoint, ProfileType type, long value) {
		Label thread = Label.of(LabelKey.THREAD_NAME, "main");
		int labels = this.builder.labels((endpoint != null) ? List.of(thread, endpoint.label()) : List.of(thread));
		this.builder.add(this.builder.stack(new int[0], 0), labels, type, value, value);
	}

	private static ProfileBuilder builder(EnumSet<ProfileType> types) {
		return new ProfileBuilder(types, SamplingRates.NONE);
	}

}
