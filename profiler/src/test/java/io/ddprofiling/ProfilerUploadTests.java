package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.EndpointCounter.Cost;
import io.ddprofiling.Requests.Request;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.datadog.PayloadConvention;
import io.ddprofiling.export.datadog.UploadFormat;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.UnixSocketAgent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The conformance checklist for uploads, with a real recording and an agent that looks
 * closely.
 */
class ProfilerUploadTests {

	private static final Duration PLENTY = Duration.ofSeconds(30);

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private final FakeAgent agent = new FakeAgent();

	private final Work work = new Work();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.work.close();
		this.agent.close();
	}

	@Test
	void pprofUploadsConform() {
		ProfilerBuilder builder = builder(UploadFormat.PPROF);
		EnvironmentSettings.apply(Map.of("DD_SERVICE", "checkout", "DD_ENV", "staging", "DD_VERSION", "1.2.3",
				"DD_TAGS", "team:shop,az:eu-1a", "DD_PROFILING_TAGS", "az:eu-1b")::get, builder);

		List<ProfileUpload> uploads = uploadsOfTwoRuns(builder);

		assertThat(uploads).allSatisfy((upload) -> {
			assertThat(upload.family()).isEqualTo("python");
			assertThat(upload.tags()).containsEntry("service", "checkout")
				.containsEntry("env", "staging")
				.containsEntry("version", "1.2.3")
				.containsEntry("team", "shop")
				.containsEntry("az", "eu-1b")
				.containsEntry("process_id", Long.toString(ProcessHandle.current().pid()));
			assertThat(Duration.between(upload.pprof().start(), upload.start())).isBetween(Duration.ZERO,
					Duration.ofNanos(1));
			assertThat(upload.pprof().duration()).isEqualTo(Duration.between(upload.pprof().start(), upload.end()));
		});
		assertThat(uploads.get(1).pprof().totalOf("cpu-time", "io.ddprofiling.Work.burn")).isPositive();
	}

	@Test
	void jfrUploadsConform() throws IOException {
		List<ProfileUpload> uploads = uploadsOfTwoRuns(builder(UploadFormat.JFR));

		long samples = 0;
		for (ProfileUpload upload : uploads) {
			assertThat(upload.family()).isEqualTo("java");
			assertThat(upload.tags()).containsEntry("service", "orders").doesNotContainKeys("env", "version");
			Path recording = Files.write(this.directory.resolve("main.jfr"), upload.attachment("main.jfr"));
			samples += RecordingFile.readAllEvents(recording)
				.stream()
				.filter((event) -> event.getEventType().getName().equals("jdk.ExecutionSample"))
				.count();
		}
		assertThat(samples).isPositive();
	}

	@Test
	void samplesAndRequestsArePutDownToEndpoints() {
		// the first two identifiers are numbers that are not to be taken for negative
		Request orders = new Request("/orders/{id}", "6553f10000000000f1b2c3d4e5f60718", "f1b2c3d4e5f60718",
				"fedcba9876543210", Map.of("tenant", "acme"), 3);
		Request carts = new Request("/carts", "6553f100000000000123456789abcdef", "0123456789abcdef",
				"0000000000000007", Map.of(), 2);
		Map<String, Long> answered;
		try (Profiler profiler = builder(UploadFormat.PPROF).build()) {
			profiler.start();
			try (Requests requests = new Requests("serving", orders, carts);
					ProfilerSpan nightly = Profiler.span("job:nightly")) {
				this.agent.awaitUploads(3, PLENTY);
				requests.close();
				answered = requests.answered();
			}
			profiler.stop();
		}

		List<ProfileUpload> uploads = this.agent.uploads().stream().map(ProfileUpload::parse).toList();
		uploads.forEach(ProfileUpload::assertConforms);
		assertThat(endpointCounts(uploads)).isEqualTo(answered).hasSize(2);
		assertThat(uploads.get(1).event().path("custom_attributes").toString()).isEqualTo("[\"tenant\"]");
		List<Map<String, Object>> burnt = uploads.stream()
			.flatMap((upload) -> upload.pprof().labels("cpu-time", "io.ddprofiling.Requests.burn").stream())
			.toList();
		assertThat(burnt).extracting((labels) -> labels.get("trace endpoint"))
			.contains("GET /orders/{id}", "GET /carts");
		assertThat(burnt).allSatisfy((labels) -> {
			boolean isOrder = "GET /orders/{id}".equals(labels.get("trace endpoint"));
			assertThat(labels).containsEntry("thread name", "serving")
				.containsEntry("trace type", "web")
				.containsEntry("trace endpoint", isOrder ? "GET /orders/{id}" : "GET /carts")
				.containsEntry("local root span id", isOrder ? 0xf1b2c3d4e5f60718L : 0x0123456789abcdefL)
				.containsEntry("span id", isOrder ? 0xfedcba9876543210L : 7L)
				.doesNotContainKeys("trace_id", "span_id", "endpoint", "task name");
			assertThat(labels.get("tenant")).isEqualTo(isOrder ? "acme" : null);
		});
	}

	@Test
	void countersOfEndpointsAddUpToWhatWasUploaded() {
		try (Profiler profiler = builder(UploadFormat.PPROF).uploadPeriod(Duration.ofSeconds(1))
			.countedEndpoints(1)
			.build()) {
			profiler.start();
			try (Requests requests = new Requests("serving", Request.of("/orders/{id}", 4), Request.of("/carts", 2))) {
				this.agent.awaitUploads(3, PLENTY);
				profiler.stop();
				long first = counted(profiler, Cost.CPU);
				assertThat(first).isPositive().isEqualTo(attributed());
				profiler.start();
				this.agent.awaitUploads(this.agent.uploads().size() + 2, PLENTY);
			}
			profiler.stop();

			assertThat(counted(profiler, Cost.CPU)).isEqualTo(attributed());
			assertThat(counted(profiler, Cost.ALLOCATION)).isPositive();
			assertThat(counted(profiler, Cost.WAIT)).isPositive();
			assertThat(profiler.counters().endpoints().all()).extracting(EndpointCounter::endpoint)
				.as("one of the two, and the rest")
				.hasSize(6)
				.contains(EndpointCounters.OTHER)
				.containsAnyOf("GET /orders/{id}", "GET /carts");
		}
	}

	@Test
	void emptyWindowIsNotUploaded() {
		ProfilerBuilder builder = builder(UploadFormat.PPROF).uploadPeriod(Duration.ofSeconds(1));
		EnumSet.complementOf(EnumSet.of(ProfileType.LOCK)).forEach((type) -> builder.type(type, false));
		try (Profiler profiler = builder.lockInterval(Duration.ofSeconds(10)).build()) {
			profiler.start();

			await().atMost(PLENTY)
				.until(() -> exporter(profiler).outcomes().containsKey(Outcome.EMPTY)
						&& exporter(profiler).outcomes().get(Outcome.EMPTY).count() >= 2);
		}
		assertThat(this.agent.requests()).isEmpty();
	}

	@Test
	void unixSocketWorksTheSame() {
		try (UnixSocketAgent socketAgent = new UnixSocketAgent(this.directory.resolve("apm.socket"));
				Profiler profiler = builder(UploadFormat.PPROF).agentUrl(socketAgent.url())
					.uploadPeriod(Duration.ofSeconds(1))
					.build()) {
			profiler.start();
			socketAgent.awaitUploads(2, PLENTY);
			profiler.stop();

			List<ProfileUpload> uploads = socketAgent.uploads().stream().map(ProfileUpload::parse).toList();
			uploads.forEach(ProfileUpload::assertConforms);
			assertContiguous(uploads);
		}
	}

	@Test
	void snapshotsDoNotDisturbTheUploads() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(4);
		try (Profiler profiler = builder(UploadFormat.PPROF).uploadPeriod(Duration.ofSeconds(1)).build()) {
			profiler.start();
			this.agent.awaitUploads(1, PLENTY);
			List<Future<Snapshot>> snapshots = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				snapshots.add(callers.submit(() -> read(profiler.snapshot(Duration.ofSeconds(1)))));
			}
			for (Future<Snapshot> snapshot : snapshots) {
				assertThat(snapshot.get(30, TimeUnit.SECONDS).window().duration())
					.isLessThanOrEqualTo(Duration.ofSeconds(1));
			}
			this.agent.awaitUploads(this.agent.uploads().size() + 2, PLENTY);
			profiler.stop();

			List<ProfileUpload> uploads = this.agent.uploads().stream().map(ProfileUpload::parse).toList();
			uploads.forEach(ProfileUpload::assertConforms);
			assertContiguous(uploads);
			assertThat(profiler.counters().lostRecordings()).isZero();
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static Snapshot read(Snapshot snapshot) throws IOException {
		for (SnapshotFormat format : SnapshotFormat.values()) {
			SnapshotView view = SnapshotView.of(ProfileType.CPU);
			assertThat(format.encode(snapshot, format.isComparison() ? view.comparedWith(snapshot) : view))
				.isNotEmpty();
		}
		return snapshot;
	}

	private List<ProfileUpload> uploadsOfTwoRuns(ProfilerBuilder builder) {
		try (Profiler profiler = builder.build()) {
			profiler.start();
			this.agent.awaitUploads(3, PLENTY);
			profiler.stop();
			List<ProfileUpload> first = this.agent.uploads().stream().map(ProfileUpload::parse).toList();
			profiler.start();
			this.agent.awaitUploads(first.size() + 1, PLENTY);
			profiler.stop();
			List<ProfileUpload> all = this.agent.uploads().stream().map(ProfileUpload::parse).toList();

			all.forEach(ProfileUpload::assertConforms);
			assertContiguous(first);
			assertThat(first.subList(1, 3)).extracting(ProfilerUploadTests::length)
				.as("on a busy machine one may be late")
				.anyMatch((length) -> length.minus(PERIOD).abs().compareTo(Duration.ofSeconds(1)) < 0);
			String runtimeId = first.get(0).tags().get("runtime-id");
			assertThat(first).allMatch((upload) -> upload.tags().get("runtime-id").equals(runtimeId));
			assertThat(all.subList(first.size(), all.size())).isNotEmpty()
				.noneMatch((upload) -> upload.tags().get("runtime-id").equals(runtimeId));
			return all;
		}
	}

	private static long counted(Profiler profiler, Cost cost) {
		return profiler.counters()
			.endpoints()
			.all()
			.stream()
			.filter((counter) -> counter.cost() == cost)
			.mapToLong(EndpointCounter::sum)
			.sum();
	}

	// the CPU time of all uploaded samples that belong to an endpoint
	private long attributed() {
		return this.agent.uploads()
			.stream()
			.map((request) -> ProfileUpload.parse(request).pprof())
			.mapToLong((pprof) -> pprof.totalWith("cpu-time", "trace endpoint"))
			.sum();
	}

	private static Map<String, Long> endpointCounts(List<ProfileUpload> uploads) {
		Map<String, Long> counts = new HashMap<>();
		for (ProfileUpload upload : uploads) {
			upload.event()
				.path("endpoint_counts")
				.fields()
				.forEachRemaining((count) -> counts.merge(count.getKey(), count.getValue().longValue(), Long::sum));
		}
		return counts;
	}

	// those that had to wait come after the newest
	private static void assertContiguous(List<ProfileUpload> arrived) {
		List<ProfileUpload> uploads = arrived.stream().sorted(Comparator.comparing(ProfileUpload::start)).toList();
		for (int i = 1; i < uploads.size(); i++) {
			assertThat(Duration.between(uploads.get(i - 1).end(), uploads.get(i).start()))
				.isBetween(Duration.ofNanos(1), Duration.ofMillis(50));
		}
	}

	private static Duration length(ProfileUpload upload) {
		return Duration.between(upload.start(), upload.end());
	}

	private static ExporterStatus exporter(Profiler profiler) {
		return profiler.status().exporters().get(0);
	}

	private ProfilerBuilder builder(UploadFormat format) {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.agentUrl(this.agent.url())
			.payload(PayloadConvention.of(format))
			.uploadPeriod(PERIOD)
			.cutInterval(Duration.ofSeconds(1));
	}

}
