package io.ddprofiling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ddprofiling.Requests.Request;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.EndpointCosts;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.profile.Timeline;
import io.ddprofiling.testsupport.PprofFile;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for snapshots of some samples, of a real recording of threads that serve
 * different endpoints in turn.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotFilterTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final SampleFilter OF_ENDPOINT = new SampleFilter("GET /orders/{id}", null, null);

	private static final SampleFilter OF_THREAD = new SampleFilter(null, "busy-worker", null);

	private static final SampleFilter OF_TRACE = new SampleFilter(null, null, TRACE);

	private static final SampleFilter OF_NOTHING = new SampleFilter("GET /nowhere", null, null);

	private static final Set<ProfileType> TYPES = EnumSet.of(ProfileType.CPU, ProfileType.WALL, ProfileType.ALLOCATION);

	private Profiler profiler;

	private Snapshot snapshot;

	private Profile all;

	@BeforeAll
	void record(@TempDir Path directory) {
		this.profiler = Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(directory)
			.uploadMode(UploadMode.NEVER)
			.build();
		this.profiler.start();
		Request orders = new Request("/orders/{id}", TRACE, "00f067aa0ba902b7", "b7ad6b7169203331",
				Map.of("tenant", "acme"), 5);
		try (Work work = new Work();
				Requests one = new Requests("serving-1", orders, Request.of("/carts", 3));
				Requests two = new Requests("serving-2", orders)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> {
				this.snapshot = this.profiler.snapshot(Duration.ofMinutes(1));
				this.all = this.snapshot.profile(TYPES);
				EndpointCosts costs = EndpointCosts.of(this.all);
				return Stream.of(new Endpoint("GET /orders/{id}", true), new Endpoint("GET /carts", true))
					.allMatch((endpoint) -> costs.value(endpoint, SampleType.CPU_TIME) > 200_000_000
							&& costs.waits(endpoint) > 100_000_000);
			});
		}
	}

	@AfterAll
	void close() {
		this.profiler.close();
	}

	static Stream<SampleFilter> filters() {
		return Stream.of(SampleFilter.ALL, OF_ENDPOINT, OF_THREAD, OF_TRACE, OF_NOTHING,
				new SampleFilter(null, "serving-*", null), new SampleFilter(null, "*-2", null),
				new SampleFilter("GET /orders/{id}", "serving-1", TRACE),
				new SampleFilter("GET /carts", "serving-2", null));
	}

	@ParameterizedTest
	@MethodSource("filters")
	void exactlyTheSamplesThatMatchAreThere(SampleFilter filter) {
		Profile some = this.snapshot.profile(TYPES, filter);

		for (SampleType type : this.all.sampleTypes()) {
			assertThat(some.total(type)).as(type.id()).isEqualTo(total(type, filter));
		}
	}

	@Test
	void allPartsAddUpToTheWhole() {
		EndpointCosts costs = EndpointCosts.of(this.all);
		Endpoint orders = new Endpoint("GET /orders/{id}", true);
		Endpoint carts = new Endpoint("GET /carts", true);

		assertThat(costs.endpoints()).containsExactlyInAnyOrder(orders, carts);
		for (SampleType type : this.all.sampleTypes()) {
			assertThat(costs.value(orders, type) + costs.value(carts, type) + costs.value(null, type)).as(type.id())
				.isEqualTo(this.all.total(type));
		}
	}

	@Test
	void requestsAndWaitsAreThoseOfTheEndpoint() {
		Endpoint orders = new Endpoint("GET /orders/{id}", true);
		Profile some = this.snapshot.profile(TYPES, OF_ENDPOINT);

		assertThat(some.requests()).containsOnly(Map.entry(orders, this.all.requests().get(orders)));
		assertThat(some.waits()).containsOnly(Map.entry(orders, this.all.waits().get(orders)));
		assertThat(this.snapshot.profile(TYPES, OF_THREAD).requests()).as("not known by thread").isEmpty();
		assertThat(this.snapshot.profile(TYPES, OF_TRACE).requests()).as("not known by trace").isEmpty();
	}

	@Test
	void everyFormHasTheSamplesThatWereAskedFor() throws IOException {
		PprofFile pprof = PprofFile
			.parse(SnapshotFormat.PPROF.encode(this.snapshot, EnumSet.of(ProfileType.CPU), OF_ENDPOINT));
		assertThat(pprof.labelValues("endpoint")).containsExactly("GET /orders/{id}");
		assertThat(pprof.labelValues("trace_id")).containsExactly(TRACE);
		assertThat(pprof.labelValues("span_id")).as("of the inner span, or of what is around it")
			.contains("b7ad6b7169203331")
			.isSubsetOf("b7ad6b7169203331", "00f067aa0ba902b7");
		assertThat(pprof.labelValues("local_root_span_id")).containsExactly("00f067aa0ba902b7");
		assertThat(pprof.labelValues("tenant")).containsExactly("acme");
		assertThat(pprof.labelValues("thread_name")).containsExactlyInAnyOrder("serving-1", "serving-2");
		assertThat(text(SnapshotFormat.COLLAPSED, OF_ENDPOINT)).contains("Requests.burn").doesNotContain("Work.burn");
		assertThat(text(SnapshotFormat.COLLAPSED, OF_THREAD)).contains("Work.burn").doesNotContain("Requests.burn");
		assertThat(text(SnapshotFormat.FLAMEGRAPH, OF_THREAD)).contains("Work.burn", "some threads")
			.doesNotContain("Requests.burn");
		assertThat(text(SnapshotFormat.FLAMEGRAPH, OF_NOTHING)).contains("one endpoint").doesNotContain("/nowhere");
		assertThat(text(SnapshotFormat.FLAMEGRAPH, SampleFilter.ALL)).doesNotContain("some threads");
		assertThat(text(SnapshotFormat.ENDPOINTS, OF_ENDPOINT)).contains("GET /orders/{id}")
			.doesNotContain("GET /carts");
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsAnAnswer(SnapshotFormat format) throws IOException {
		byte[] nothing = format.encode(this.snapshot,
				SnapshotView.of(ProfileType.CPU).only(OF_NOTHING).comparedWith(this.snapshot));

		if (format == SnapshotFormat.PPROF) {
			assertThat(PprofFile.parse(nothing).total("cpu")).isZero();
		}
		else if (format == SnapshotFormat.JFR) {
			assertThat(events(nothing)).extracting(RecordedEvent::getStackTrace).containsOnlyNulls();
		}
		else {
			assertThat(new String(nothing, StandardCharsets.UTF_8)).doesNotContain("burn", "nowhere");
		}
	}

	@ParameterizedTest
	@MethodSource("filters")
	void recordingHasTheSamplesThatWereAskedFor(SampleFilter filter) throws IOException {
		assertThat(assertSameSamples(this.snapshot, filter))
			.anyMatch((event) -> event.getEventType().getName().equals("jdk.ActiveSetting"));
	}

	@ParameterizedTest
	@MethodSource("filters")
	void secondThatIsSelectedOnThePageIsTheSameInEveryForm(SampleFilter filter) throws IOException {
		Timeline timeline = this.snapshot.timedProfile(TYPES, filter).timeline();
		Instant start = this.snapshot.window().start().truncatedTo(ChronoUnit.MILLIS);
		assertThat(timeline.slots()).isGreaterThan(1);
		for (int slot = 0; slot < timeline.slots(); slot += (timeline.slots() + 3) / 4) {
			Instant second = start.plusSeconds(slot);

			Snapshot selected = this.snapshot.within(new TimeWindow(second, second.plusSeconds(1)));

			PprofFile pprof = PprofFile.parse(SnapshotFormat.PPROF.encode(selected, TYPES, filter));
			for (ProfileType type : TYPES) {
				assertThat(pprof.total(type.value().id())).isEqualTo(value(timeline, slot, type));
			}
			assertSameSamples(selected, filter);
		}
	}

	@Test
	void nothingIsSharedWithAnotherTime() {
		Instant end = this.snapshot.window().end();

		assertThat(this.snapshot.within(new TimeWindow(end, end.plusSeconds(1)))).isNull();
	}

	private static List<RecordedEvent> assertSameSamples(Snapshot snapshot, SampleFilter filter) throws IOException {
		Profile some = snapshot.profile(TYPES, filter);

		List<RecordedEvent> events;
		try (InputStream recording = snapshot.recording(filter)) {
			events = events(recording.readAllBytes());
		}

		Map<String, Long> samples = events.stream()
			.filter((event) -> event.hasField("sampledThread"))
			.collect(Collectors.groupingBy((event) -> event.getEventType().getName(),
					Collectors.summingLong((event) -> event.hasField("samples") ? event.getLong("samples") : 1)));
		assertThat(samples.getOrDefault("jdk.ExecutionSample", 0L)).isEqualTo(some.total(SampleType.CPU_SAMPLES));
		assertThat(samples.getOrDefault("profiler.WallClockSample", 0L)).isEqualTo(some.total(SampleType.WALL_SAMPLES));
		return events;
	}

	private static long value(Timeline timeline, int slot, ProfileType type) {
		return IntStream.range(0, timeline.size())
			.filter((entry) -> timeline.slot(entry) == slot && timeline.type(entry) == type)
			.mapToLong(timeline::value)
			.sum();
	}

	static List<RecordedEvent> events(byte[] recording) throws IOException {
		Path file = Files.createTempFile("extract", ".jfr");
		try {
			return RecordingFile.readAllEvents(Files.write(file, recording));
		}
		finally {
			Files.delete(file);
		}
	}

	private long total(SampleType type, SampleFilter filter) {
		int column = this.all.sampleTypes().indexOf(type);
		long total = 0;
		for (int row = 0; row < this.all.rows(); row++) {
			List<Label> labels = this.all.labels(row);
			Endpoint endpoint = Endpoint.of(labels);
			boolean wanted = matches(text(labels, LabelKey.THREAD_NAME), filter.thread())
					&& (filter.endpoint() == null || endpoint != null && filter.endpoint().equals(endpoint.name()))
					&& (filter.traceId() == null || filter.traceId().equals(text(labels, LabelKey.TRACE_ID)));
			total += wanted ? this.all.value(row, column) : 0;
		}
		return total;
	}

	private static boolean matches(String name, String pattern) {
		return pattern == null || name.matches(pattern.replace("*", ".*"));
	}

	private static String text(List<Label> labels, LabelKey key) {
		Predicate<Label> wanted = (label) -> label.key() == key;
		return labels.stream().filter(wanted).map(Label::text).filter(Objects::nonNull).findFirst().orElse("");
	}

	private String text(SnapshotFormat format, SampleFilter filter) throws IOException {
		return new String(format.encode(this.snapshot, EnumSet.of(ProfileType.CPU), filter), StandardCharsets.UTF_8);
	}

}
