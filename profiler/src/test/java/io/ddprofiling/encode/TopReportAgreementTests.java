package io.ddprofiling.encode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddprofiling.Profiler;
import io.ddprofiling.Snapshot;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.SnapshotView;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.testsupport.GoPprof;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Holds {@link TopReport} against {@code go tool pprof -top} on the download of the same
 * window.
 */
class TopReportAgreementTests {

	@TempDir
	private static Path directory;

	private static Profiler profiler;

	private static Snapshot snapshot;

	private static volatile Object result = "";

	@BeforeAll
	static void record() {
		profiler = Profiler.plainBuilder()
			.service("shop")
			.storeDirectory(directory.resolve("store"))
			.uploadMode(UploadMode.NEVER)
			.build();
		profiler.start();
		await().atMost(Duration.ofSeconds(20)).until(() -> {
			result = depth(40) + String.join(",", Collections.nCopies(100_000, "x")).length();
			snapshot = profiler.snapshot(Duration.ofMinutes(1));
			return snapshot.profile(EnumSet.of(ProfileType.CPU)).samples(ProfileType.CPU) >= 40
					&& snapshot.profile(EnumSet.of(ProfileType.ALLOCATION)).samples(ProfileType.ALLOCATION) >= 10;
		});
	}

	@AfterAll
	static void stop() {
		profiler.close();
	}

	@ParameterizedTest
	@CsvSource({ "CPU,ns,", "ALLOCATION,B,", "WALL,ns,", "CPU,ns,awaitility*" })
	void valuesAreThoseOfPprof(ProfileType type, String unit, String thread) throws IOException {
		assumeThat(GoPprof.available()).as("go tool pprof is on the PATH").isTrue();
		SnapshotView view = new SnapshotView(EnumSet.of(type), new SampleFilter(null, thread, null), null, 100_000);
		Path download = Files.write(directory.resolve(type + ".pb.gz"), SnapshotFormat.PPROF.encode(snapshot, view));

		JsonNode top = new ObjectMapper()
			.readTree(new String(SnapshotFormat.TOP.encode(snapshot, view), StandardCharsets.UTF_8));

		Map<String, List<Long>> expected = GoPprof.exactTop(download, type.value().id(), unit);
		assertThat(expected).hasSizeGreaterThan(5);
		assertThat(values(top.get("topByTotal"))).isEqualTo(expected);
		Map<String, List<Long>> self = values(top.get("topBySelf"));
		expected.values().removeIf((values) -> values.get(0) == 0);
		assertThat(self).isEqualTo(expected);
		assertThat(top.get("total").asLong())
			.isEqualTo(self.values().stream().mapToLong((value) -> value.get(0)).sum());
	}

	private static Map<String, List<Long>> values(JsonNode list) {
		Map<String, List<Long>> values = new LinkedHashMap<>();
		list.forEach((function) -> values.put(function.get("function").asText(),
				List.of(function.get("self").asLong(), function.get("total").asLong())));
		return values;
	}

	private static int depth(int left) {
		long end = System.nanoTime() + Duration.ofMillis(2).toNanos();
		int turns = 0;
		while (System.nanoTime() < end) {
			turns++;
		}
		return (left > 0) ? depth(left - 1) : turns;
	}

}
