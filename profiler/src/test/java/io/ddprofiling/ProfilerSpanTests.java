package io.ddprofiling;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ProfilerSpan} with the real recorder.
 */
@Tag("alone")
class ProfilerSpanTests {

	private static final long CPU_INTERVAL = 10_000_000;

	private static final Duration HOUR = Duration.ofHours(1);

	@TempDir
	private Path directory;

	private @Nullable Profiler profiler;

	@AfterEach
	void stop() {
		if (this.profiler != null) {
			this.profiler.close();
		}
		Threads.assertGone();
	}

	@Test
	void samplesBelongToTheWorkTheyWereTakenIn() {
		Profiler profiler = start(builder());
		for (int i = 0; i < 60; i++) {
			try (ProfilerSpan span = Profiler.span("job:small")) {
				burnSmall(7);
			}
			try (ProfilerSpan span = Profiler.span("job:large")) {
				burnLarge(26);
			}
			burnOutside(5);
		}

		Profile profile = profile(profiler, ProfileType.CPU);

		Map<String, Long> byMethod = cpu(profile, (row) -> method(profile, row));
		Map<String, Long> byTask = cpu(profile, (row) -> String.valueOf(label(profile, row, LabelKey.TASK)));
		assertIsOf(byTask.get("job:small"), byMethod.get("burnSmall"));
		assertIsOf(byTask.get("job:large"), byMethod.get("burnLarge"));
		assertThat(mismatches(profile)).isEmpty();
		assertThat(profile.requests()).containsEntry(new Endpoint("job:small", false), 60L)
			.containsEntry(new Endpoint("job:large", false), 60L);
	}

	@Test
	void innerWorkIsNamedBesideTheOuter() {
		Profiler profiler = start(builder());
		try (ProfilerSpan outer = Profiler.span("outer").label("tenant", "acme")) {
			try (ProfilerSpan inner = Profiler.span("inner").label("step", "one")) {
				burnSmall(400);
			}
		}

		Profile profile = profile(profiler, ProfileType.CPU);

		assertThat(rows(profile, "burnSmall")).isNotEmpty().allSatisfy((row) -> {
			assertThat(label(profile, row, LabelKey.TASK)).isEqualTo("outer");
			assertThat(label(profile, row, LabelKey.SPAN_NAME)).isEqualTo("inner");
			assertThat(profile.labels(row)).contains(Label.attribute("tenant", "acme"), Label.attribute("step", "one"));
		});
	}

	@Test
	void workThatLastsStillIsKnown() {
		Profiler profiler = start(builder());
		try (ProfilerSpan span = Profiler.span("lasting")) {
			burnSmall(300);

			Profile profile = profile(profiler, ProfileType.CPU);

			assertThat(rows(profile, "burnSmall")).isNotEmpty()
				.allSatisfy((row) -> assertThat(label(profile, row, LabelKey.TASK)).isEqualTo("lasting"));
		}
	}

	@Test
	void waitingIsTold() throws InterruptedException {
		Profiler profiler = start(builder());
		long begun = System.nanoTime();
		try (ProfilerSpan span = Profiler.span("sleeper")) {
			Thread.sleep(2000);
		}
		long slept = System.nanoTime() - begun;

		Profile profile = profile(profiler, ProfileType.WALL);

		assertThat(profile.waits().get(new Endpoint("sleeper", false))).isCloseTo(slept, withinPercentage(15));
	}

	@Test
	void nothingIsKnownOfWorkIfThatIsSwitchedOff() {
		Profiler profiler = start(builder().endpoints(false));
		try (ProfilerSpan span = Profiler.span("unknown")) {
			burnSmall(300);
		}

		Profile profile = profile(profiler, ProfileType.CPU);

		assertThat(rows(profile, "burnSmall")).isNotEmpty()
			.allSatisfy((row) -> assertThat(label(profile, row, LabelKey.TASK)).isNull());
		assertThat(profile.requests()).isEmpty();
	}

	@Test
	void onlyLabelsThatWereAskedForAreTaken() {
		Profiler profiler = start(builder().contextAttributes(List.of("region")));
		try (ProfilerSpan span = Profiler.span("labelled").label("region", "north").label("tenant", "acme")) {
			burnSmall(300);
		}

		Profile profile = profile(profiler, ProfileType.CPU);

		assertThat(rows(profile, "burnSmall")).isNotEmpty()
			.allSatisfy((row) -> assertThat(profile.labels(row)).contains(Label.attribute("region", "north"))
				.doesNotContain(Label.attribute("tenant", "acme")));
	}

	@Test
	void withoutAProfilerASpanDoesNothing() {
		try (ProfilerSpan span = Profiler.span("nobody").label("thread id", "ignored")) {
			assertThat(span.label("tenant", "acme")).isSameAs(span);
		}
	}

	@Test
	void labelsOfTheProfilersOwnAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder().contextAttributes(List.of("local root span id")))
			.withMessageContaining("contextAttributes");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> builder().contextAttributes(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")))
			.withMessageContaining("10");
	}

	// a cut is not repeated within half a second
	private static Profile profile(Profiler profiler, ProfileType type) {
		Instant wanted = Instant.now();
		await().until(() -> profiler.snapshot(HOUR).window().end().isAfter(wanted));
		return profiler.snapshot(HOUR).profile(EnumSet.of(type));
	}

	private ProfilerBuilder builder() {
		return Profiler.plainBuilder()
			.storeDirectory(this.directory.resolve("store"))
			.uploadMode(UploadMode.NEVER)
			.cutInterval(Duration.ofSeconds(1));
	}

	private Profiler start(ProfilerBuilder builder) {
		Profiler started = builder.build();
		this.profiler = started;
		started.start();
		return started;
	}

	// work has some more: its begin and end, and stacks of which only the leaf is known
	private static void assertIsOf(long work, long method) {
		assertThat(work).isBetween(method - Math.max(2 * CPU_INTERVAL, method / 33), method + method / 4);
	}

	private static Set<String> mismatches(Profile profile) {
		Map<String, String> expected = Map.of("burnSmall", "job:small", "burnLarge", "job:large", "burnOutside",
				"null");
		Set<String> mismatches = new TreeSet<>();
		for (int row = 0; row < profile.rows(); row++) {
			String method = method(profile, row);
			String task = String.valueOf(label(profile, row, LabelKey.TASK));
			if (expected.containsKey(method) && !task.equals("null") && !expected.get(method).equals(task)) {
				mismatches.add(method + " in " + task);
			}
		}
		return mismatches;
	}

	private static Map<String, Long> cpu(Profile profile, Function<Integer, String> key) {
		int column = profile.sampleTypes().indexOf(SampleType.CPU_TIME);
		Map<String, Long> sums = new HashMap<>();
		for (int row = 0; row < profile.rows(); row++) {
			sums.merge(key.apply(row), profile.value(row, column), Long::sum);
		}
		return sums;
	}

	private static List<Integer> rows(Profile profile, String method) {
		return IntStream.range(0, profile.rows()).boxed().filter((row) -> method.equals(method(profile, row))).toList();
	}

	private static String method(Profile profile, int row) {
		int stack = profile.stack(row);
		for (int i = 0; i < profile.depth(stack); i++) {
			String name = profile.functionName(profile.function(profile.frame(stack, i)));
			if (name.startsWith(ProfilerSpanTests.class.getName() + ".burn")) {
				String method = name.substring(name.lastIndexOf('.') + 1);
				if (!method.equals("burn")) {
					return method;
				}
			}
		}
		return "other";
	}

	private static @Nullable Object label(Profile profile, int row, LabelKey key) {
		for (Label label : profile.labels(row)) {
			if (label.key() == key) {
				return (label.text() != null) ? label.text() : label.number();
			}
		}
		return null;
	}

	private static void burnSmall(int millis) {
		burn(millis);
	}

	private static void burnLarge(int millis) {
		burn(millis);
	}

	private static void burnOutside(int millis) {
		burn(millis);
	}

	// of this thread's own time on a processor
	private static void burn(int millis) {
		long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + millis * 1_000_000L;
		while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
			Thread.onSpinWait();
		}
	}

}
