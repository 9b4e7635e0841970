package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.testsupport.JfrTool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What each {@link Recorder} does, with the engine it is for.
 */
abstract class RecorderContractTests {

	private static final List<String> SECRETS = List.of("jdk.InitialSystemProperty", "jdk.InitialEnvironmentVariable",
			"jdk.JVMInformation", "jdk.OSInformation");

	@TempDir
	Path directory;

	private final List<Recorder> started = new ArrayList<>();

	private final Set<ProfileType> all;

	private final List<String> eventsOfTheWorkload;

	RecorderContractTests(Set<ProfileType> all, List<String> eventsOfTheWorkload) {
		this.all = all;
		this.eventsOfTheWorkload = eventsOfTheWorkload;
	}

	@AfterEach
	void stopWhatIsRunning() {
		for (Recorder recorder : this.started) {
			try {
				recorder.stop();
			}
			catch (RecorderException ex) {
				// was stopped by the test
			}
		}
	}

	abstract Recorder create(SamplingRates asked) throws RecorderException;

	@Test
	void cutsAreConsecutiveRecordings() throws Exception {
		Recorder recorder = recorder(this.all);
		Path file = this.directory.resolve("recording.jfr");
		List<RecordedChunk> chunks = new ArrayList<>();

		chunks.add(recorder.start(file));
		for (int i = 0; i < 3; i++) {
			Workload.run(Duration.ofMillis(300));
			chunks.add(recorder.cut());
		}
		chunks.add(recorder.stop());

		assertThat(chunks.get(0).offset()).isZero();
		for (int i = 1; i < chunks.size(); i++) {
			assertThat(chunks.get(i).offset()).isEqualTo(chunks.get(i - 1).end());
		}
		assertThat(chunks).allMatch((chunk) -> chunk.file().equals(file));
		assertThat(chunks.get(4).end()).isEqualTo(Files.size(file));
		assumeThat(JfrTool.available()).isTrue();
		for (RecordedChunk chunk : chunks) {
			assertThat(events(chunk).get("jdk.Metadata")).isPositive();
		}
		assertSeen(events(chunks.get(2)));
	}

	@Test
	void startsAgainAfterAStop() throws Exception {
		Recorder recorder = recorder(this.all);
		recorder.start(this.directory.resolve("first.jfr"));
		recorder.stop();
		Path file = this.directory.resolve("second.jfr");

		RecordedChunk first = recorder.start(file);
		Workload.run(Duration.ofMillis(300));
		RecordedChunk second = recorder.stop();

		assertThat(first.file()).isEqualTo(file);
		assertThat(first.offset()).isZero();
		assertThat(second.offset()).isEqualTo(first.end());
		assumeThat(JfrTool.available()).isTrue();
		assertSeen(events(second));
	}

	@Test
	void nothingOfTheEnvironmentIsRecorded() throws Exception {
		String secret = UUID.randomUUID().toString();
		System.setProperty("dd.profiling.test.secret", secret);
		try {
			Path file = record();

			assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("Workload")
				.doesNotContain(secret)
				.doesNotContain(System.getenv("PATH"))
				.doesNotContain("-Xmx");
			assumeThat(JfrTool.available()).isTrue();
			assertRecordsNone(JfrTool.summary(file), SECRETS);
		}
		finally {
			System.clearProperty("dd.profiling.test.secret");
		}
	}

	@Test
	void cutAndStopWithoutStartAreRefused() throws Exception {
		Recorder recorder = recorder(this.all);

		assertThatExceptionOfType(RecorderException.class).isThrownBy(recorder::cut);
		assertThatExceptionOfType(RecorderException.class).isThrownBy(recorder::stop);
	}

	@Test
	void cutAndStopAfterAStopAreRefused() throws Exception {
		Recorder recorder = recorder(this.all);
		recorder.start(this.directory.resolve("recording.jfr"));
		recorder.stop();

		assertThatExceptionOfType(RecorderException.class).isThrownBy(recorder::cut);
		assertThatExceptionOfType(RecorderException.class).isThrownBy(recorder::stop);
	}

	Path record() throws Exception {
		Recorder recorder = recorder(this.all);
		Path file = this.directory.resolve("recording.jfr");
		recorder.start(file);
		Workload.run(Duration.ofMillis(300));
		recorder.cut();
		recorder.stop();
		return file;
	}

	Recorder recorder(Set<ProfileType> types) throws RecorderException {
		return recorder(rates(types));
	}

	Recorder recorder(SamplingRates asked) throws RecorderException {
		Recorder recorder = create(asked);
		this.started.add(recorder);
		return recorder;
	}

	Map<String, Long> events(RecordedChunk chunk) throws IOException {
		byte[] content = Files.readAllBytes(chunk.file());
		Path own = this.directory.resolve("chunk-" + chunk.offset() + ".jfr");
		Files.write(own, Arrays.copyOfRange(content, (int) chunk.offset(), (int) chunk.end()));
		return JfrTool.summary(own);
	}

	private void assertSeen(Map<String, Long> events) {
		for (String event : this.eventsOfTheWorkload) {
			assertThat(events.get(event)).as(event).isPositive();
		}
	}

	static void assertRecordsNone(Map<String, Long> events, List<String> names) {
		for (String name : names) {
			assertThat(events.getOrDefault(name, 0L)).as(name).isZero();
		}
	}

	static SamplingRates rates(Set<ProfileType> types) {
		return SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
			.with(ProfileType.WALL, 20_000_000)
			.with(ProfileType.LOCK, 1_000_000)
			.with(ProfileType.ALLOCATION, 64 * 1024)
			.with(ProfileType.LIVE_HEAP, 64 * 1024)
			.with(ProfileType.EXCEPTION, 1)
			.with(ProfileType.NATIVE_LOCK, 1_000_000)
			.with(ProfileType.NATIVE_MEMORY, 64 * 1024)
			.with(ProfileType.IO, 10_000_000)
			.only(types);
	}

}
