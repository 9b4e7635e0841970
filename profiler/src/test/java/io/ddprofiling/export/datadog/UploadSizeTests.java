package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.Windows;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.ProfileUpload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of windows that are larger than Datadog takes.
 */
class UploadSizeTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000);

	private static final int ROWS = 2000;

	private final FakeAgent agent = new FakeAgent();

	private final CapturedLog log = new CapturedLog();

	private final UploadState state = new UploadState();

	private final Random random = new Random(42);

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.log.close();
		this.agent.close();
	}

	@Test
	void identifiersOfSpansAreGivenUpFirst() {
		ProfileWindow window = profile(20);
		int limit = 10_000;

		ExportResult result = export(window, UploadFormat.PPROF, limit);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).startsWith("HTTP 200; ")
			.contains("sent without identifiers of spans and labels; lengthen the intervals");
		ProfileUpload upload = onlyUpload();
		assertThat(upload.pprof().total("cpu-time")).isEqualTo(ROWS * 10_000_000L);
		assertThat(upload.pprof().hasLabel("span id")).isFalse();
		assertThat(upload.pprof().hasLabel("thread name")).isTrue();
		assertThat(upload.pprof().stacks("cpu-time")).noneMatch((stack) -> stack.get(0).startsWith("<small"));
		assertReduced(1);
	}

	@Test
	void smallStacksAreAddedUpLast() {
		int limit = 8_000;

		ExportResult result = export(profile(ROWS), UploadFormat.PPROF, limit);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).contains("without threads", "stacks as one");
		ProfileUpload upload = onlyUpload();
		assertThat(upload.pprof().total("cpu-time")).isEqualTo(ROWS * 10_000_000L);
		assertThat(upload.pprof().selfOf("cpu-time", "<small stacks omitted>")).isPositive();
		assertThat(upload.pprof().stacks("cpu-time").size()).isBetween(50, ROWS - 1);
		assertThat(this.agent.uploads().get(0).body().length).isLessThan(limit + 4000);
		assertReduced(1);
	}

	@Test
	void whatFitsStaysAsItIs() {
		ExportResult result = export(profile(20), UploadFormat.PPROF, DatadogExporter.MAX_BYTES);

		assertThat(result.detail()).isEqualTo("HTTP 200");
		assertThat(onlyUpload().pprof().hasLabel("span id")).isTrue();
		assertReduced(0);
	}

	@Test
	void recordingIsSplitBetweenItsChunks() throws IOException {
		byte[][] chunks = { noise(3000), noise(3000), noise(3000), noise(3000), noise(3000) };
		ProfileWindow window = recording(chunks);

		ExportResult result = export(window, UploadFormat.JFR, 7000);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).contains("the recording was too large, sent in 3 uploads");
		List<ProfileUpload> uploads = uploads();
		assertThat(uploads).hasSize(3);
		assertThat(uploads.get(0).start()).isEqualTo(START);
		assertThat(uploads.get(2).end()).isEqualTo(START.plusSeconds(50));
		for (int i = 1; i < uploads.size(); i++) {
			assertThat(uploads.get(i).start()).isEqualTo(uploads.get(i - 1).end().plusNanos(1));
		}
		assertThat(content(uploads)).isEqualTo(joined(chunks));
		assertReduced(1);
	}

	@Test
	void chunkThatIsTooLargeByItselfIsLeftOut() throws IOException {
		byte[][] chunks = { noise(3000), noise(20_000), noise(3000) };

		ExportResult result = export(recording(chunks), UploadFormat.JFR, 7000);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).contains("without 1 of 3 chunks");
		assertThat(content(uploads())).isEqualTo(joined(chunks[0], chunks[2]));
	}

	@Test
	void partThatWasTakenIsNotSentAgain() throws IOException {
		byte[][] chunks = { noise(3000), noise(3000), noise(3000), noise(3000) };
		ProfileWindow window = recording(chunks);
		DatadogExporter exporter = exporter(UploadFormat.JFR, 7000);
		this.agent.respondWith(503);
		assertThat(exporter.export(window, PLENTY).outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.agent.uploads()).hasSize(1);
		this.agent.reset();

		assertThat(exporter.export(window, PLENTY).outcome()).isEqualTo(Outcome.DELIVERED);

		assertThat(content(uploads())).isEqualTo(joined(chunks));
		assertReduced(1);
	}

	@Test
	void warningComesOnceInFiveMinutes() {
		DatadogExporter exporter = exporter(UploadFormat.PPROF, 8_000);

		exporter.export(profile(ROWS), PLENTY);
		exporter.export(profile(ROWS, 1), PLENTY);

		assertReduced(2);
	}

	private void assertReduced(int times) {
		assertThat(this.state.reduced()).isEqualTo(times);
		assertThat(this.log.warnings()).filteredOn((warning) -> warning.contains("larger than Datadog takes"))
			.hasSize(Math.min(times, 1));
	}

	private ExportResult export(ProfileWindow window, UploadFormat format, int limit) {
		return exporter(format, limit).export(window, PLENTY);
	}

	private DatadogExporter exporter(UploadFormat format, int limit) {
		DatadogSettings settings = DatadogSettings
			.of(new AgentSettings(UploadMode.AUTO, null, this.agent.url(), null, null), PayloadConvention.of(format));
		DatadogExporter exporter = new DatadogExporter(settings, new AgentLocator(settings),
				EntityHeaders.ofThisProcess(), this.state, limit);
		exporter.target();
		return exporter;
	}

	private ProfileUpload onlyUpload() {
		assertThat(this.agent.uploads()).hasSize(1);
		return uploads().get(0);
	}

	private List<ProfileUpload> uploads() {
		List<ProfileUpload> uploads = this.agent.uploads().stream().map(ProfileUpload::parse).toList();
		uploads.forEach(ProfileUpload::assertConforms);
		return uploads;
	}

	private ProfileWindow profile(int methods) {
		return profile(methods, 0);
	}

	private ProfileWindow profile(int methods, int minute) {
		ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
		for (int i = 0; i < ROWS; i++) {
			int leaf = builder.frame(builder.function("com.example.Shop.method" + i % methods, "Shop.java"), 12);
			List<Label> labels = List.of(Label.of(LabelKey.THREAD_NAME, "thread-" + i % 4),
					Label.of(LabelKey.SPAN_ID, this.random.nextLong()));
			builder.add(builder.stack(new int[] { leaf }, 1), builder.labels(labels), ProfileType.CPU, 1, 10_000_000);
		}
		TimeWindow time = new TimeWindow(START.plusSeconds(60L * minute), START.plusSeconds(60L * minute + 60));
		return new ProfileWindow(Windows.IDENTITY, List.of(new Chunk(minute + 1, Path.of("none"), 0, 1, time, RATES)),
				builder.build(time));
	}

	private ProfileWindow recording(byte[]... contents) throws IOException {
		Path file = Files.write(this.directory.resolve("recording.jfr"), joined(contents));
		List<Chunk> chunks = new ArrayList<>();
		long offset = 0;
		for (byte[] content : contents) {
			Instant start = START.plusSeconds(10L * chunks.size());
			chunks.add(new Chunk(chunks.size() + 1, file, offset, content.length,
					new TimeWindow(start, start.plusSeconds(10)), RATES));
			offset += content.length;
		}
		ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
		int leaf = builder.frame(builder.function("com.example.Shop.sell", "Shop.java"), 12);
		builder.add(builder.stack(new int[] { leaf }, 1), builder.labels(List.of()), ProfileType.CPU, 1, 10_000_000);
		return new ProfileWindow(Windows.IDENTITY, chunks,
				builder.build(new TimeWindow(START, START.plusSeconds(10L * contents.length))));
	}

	private byte[] noise(int length) {
		byte[] noise = new byte[length];
		this.random.nextBytes(noise);
		byte[] magic = "FLR\0".getBytes(StandardCharsets.ISO_8859_1);
		System.arraycopy(magic, 0, noise, 0, magic.length);
		return noise;
	}

	private static byte[] content(List<ProfileUpload> uploads) {
		return joined(uploads.stream().map((upload) -> upload.attachment("main.jfr")).toArray(byte[][]::new));
	}

	private static byte[] joined(byte[]... contents) {
		byte[] all = new byte[Arrays.stream(contents).mapToInt((content) -> content.length).sum()];
		int offset = 0;
		for (byte[] content : contents) {
			System.arraycopy(content, 0, all, offset, content.length);
			offset += content.length;
		}
		return all;
	}

}
