package io.ddprofiling;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import io.ddprofiling.encode.OtlpRequestReader;
import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.Intake;
import io.ddprofiling.export.Intake.Reply;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.testsupport.PprofFile;
import io.ddprofiling.testsupport.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Uploads of a real recording to Pyroscope and by OTLP.
 */
class BackendUploadTests {

	private static final Duration PLENTY = Duration.ofSeconds(30);

	private final Intake pyroscope = new Intake();

	private final Intake collector = new Intake();

	private final Work work = new Work();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.work.close();
		this.pyroscope.close();
		this.collector.close();
	}

	@Test
	void bothGetWhatWasRecorded() throws IOException {
		try (Profiler profiler = builder().build()) {
			profiler.start();
			await().atMost(PLENTY)
				.untilAsserted(() -> assertThat(profiler.exporters())
					.allMatch((exporter) -> exporter.outcomes().containsKey(Outcome.DELIVERED)
							&& exporter.outcomes().get(Outcome.DELIVERED).count() >= 2));

			assertThat(profiler.exporters()).extracting(ExporterStatus::name).containsExactly("pyroscope", "otlp");
			assertThat(profiler.exporters()).extracting(ExporterStatus::target)
				.containsExactly(this.pyroscope.url() + "/ingest", this.collector.url() + "/v1development/profiles");
			assertThat(profiler.status().toString()).doesNotContain("s3cret");
		}
		Map<Instant, Long> pprof = ofPyroscope();
		Map<Instant, Long> otlp = ofCollector();
		pprof.keySet().retainAll(otlp.keySet());
		assertThat(pprof).hasSizeGreaterThanOrEqualTo(2)
			.allSatisfy((start, cpu) -> assertThat(otlp.get(start)).isEqualTo(cpu));
		assertThat(pprof.values()).anyMatch((cpu) -> cpu > 0);
	}

	@Test
	void troubleIsToldWithoutSecrets() {
		this.pyroscope.answer((request) -> Reply.of(401, "no such token: s3cret"));
		this.collector.answer((request) -> Reply.of(503, "no such key: s3cret"));
		try (CapturedLog log = new CapturedLog(); Profiler profiler = builder().build()) {
			profiler.start();
			await().atMost(PLENTY).until(() -> lastOf(profiler, 0).contains("cpu: HTTP 401"));
			await().atMost(PLENTY).until(() -> lastOf(profiler, 1).contains("HTTP 503"));
			this.collector.close();
			await().atMost(PLENTY).until(() -> lastOf(profiler, 1).contains("check that the server runs"));
			profiler.stop();

			assertThat(log.warnings()).hasSizeGreaterThanOrEqualTo(2);
			assertThat(log.all()).noneMatch((message) -> message.contains("s3cret"));
			assertThat(profiler.status().toString()).doesNotContain("s3cret");
		}
	}

	private static String lastOf(Profiler profiler, int exporter) {
		ExporterStatus status = profiler.exporters().get(exporter);
		return (status.last() != null) ? status.last().result().detail() : "";
	}

	private Map<Instant, Long> ofPyroscope() {
		Map<Instant, Long> burning = new TreeMap<>();
		for (Received request : this.pyroscope.requests()) {
			PprofFile pprof = PprofFile.parse(request.body());
			if (pprof.sampleTypes().get(0).startsWith("cpu/")) {
				burning.put(pprof.start(), pprof.totalOf("cpu", "io.ddprofiling.Work.burn"));
			}
		}
		return burning;
	}

	private Map<Instant, Long> ofCollector() throws IOException {
		Map<Instant, Long> burning = new TreeMap<>();
		for (Received received : this.collector.requests()) {
			OtlpRequestReader request = OtlpRequestReader
				.parse(new GZIPInputStream(new ByteArrayInputStream(received.body())).readAllBytes());
			// the last window may be too short for a sample
			if (request.types().stream().anyMatch((type) -> type.startsWith("cpu/"))) {
				burning.put(Instant.ofEpochSecond(0, request.profile("cpu").getTimeUnixNano()), cpuOfBurning(request));
			}
		}
		return burning;
	}

	private static long cpuOfBurning(OtlpRequestReader request) {
		return request.profile("cpu")
			.getSamplesList()
			.stream()
			.filter((sample) -> request.stack(sample).contains("io.ddprofiling.Work.burn"))
			.mapToLong((sample) -> sample.getValues(0))
			.sum();
	}

	private ProfilerBuilder builder() {
		return Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.uploadMode(UploadMode.NEVER)
			.pyroscope((server) -> server.url(withSecret(this.pyroscope.url())).authToken("s3cret"))
			.otlp((server) -> server.url(withSecret(this.collector.url())).headers("api-key=s3cret"))
			.uploadPeriod(Duration.ofSeconds(1))
			.cutInterval(Duration.ofSeconds(1));
	}

	private static URI withSecret(URI url) {
		return URI.create(url.toString().replace("//", "//me:s3cret@"));
	}

}
