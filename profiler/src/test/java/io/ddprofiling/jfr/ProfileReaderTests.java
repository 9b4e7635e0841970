package io.ddprofiling.jfr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.chunk.Numbers;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.profile.Timeline;
import io.ddprofiling.store.Chunk;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ProfileReader} with one recording of known work.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ProfileReaderTests {

	private static final String CLASS = ProfileReaderTests.class.getName();

	private static final String FIRST = CLASS + ".burnFirst";

	private static final String SECOND = CLASS + ".burnSecond";

	private static final String THIRD = CLASS + ".burnThird";

	@TempDir
	private static Path directory;

	private static Recording recording;

	private static Instant betweenFirstAndSecond;

	private static long threadId;

	private static long nativeThreadId;

	private static int allocationLine;

	private final ProfileReader reader = new ProfileReader();

	@BeforeAll
	static void record() throws Exception {
		recording = Recording.start(directory);
		Work.run("first", ProfileReaderTests::burnFirst);
		betweenFirstAndSecond = Instant.now();
		Work.run("second", ProfileReaderTests::burnSecond);
		recording.cut();
		Work.run("third", ProfileReaderTests::burnThird);
		Work.run("dd-profiling-upload", () -> Work.burn(200));
		recording.cut();
		Work.run("allocator", ProfileReaderTests::allocate);
		recording.stop();
	}

	@Test
	void readsAllChunks() {
		Profile profile = recording.profile();

		assertThat(Recording.ofMethod(profile, SampleType.CPU_TIME, FIRST)).isPositive();
		assertThat(Recording.ofMethod(profile, SampleType.CPU_TIME, SECOND)).isPositive();
		assertThat(Recording.ofMethod(profile, SampleType.CPU_TIME, THIRD)).isPositive();
		assertThat(profile.window()).isEqualTo(recording.window());
		assertThat(profile.rates()).isEqualTo(Recording.RATES.with(ProfileType.EXCEPTION, 1));
	}

	@Test
	void readsTheSameTwice() {
		assertThat(describe(recording.profile())).isEqualTo(describe(recording.profile()));
	}

	@Test
	void windowInsideAChunkCountsOnlyWhatIsInside() {
		TimeWindow before = new TimeWindow(recording.window().start(), betweenFirstAndSecond);
		TimeWindow after = new TimeWindow(betweenFirstAndSecond, recording.window().end());

		Profile profileBefore = recording.profile(before);
		Profile profileAfter = recording.profile(after);

		assertThat(Recording.ofMethod(profileBefore, SampleType.CPU_TIME, FIRST)).isPositive();
		assertThat(Recording.ofMethod(profileBefore, SampleType.CPU_TIME, SECOND)).isZero();
		assertThat(Recording.ofMethod(profileAfter, SampleType.CPU_TIME, FIRST)).isZero();
		assertThat(Recording.ofMethod(profileAfter, SampleType.CPU_TIME, SECOND)).isPositive();
		assertThat(Recording.ofMethod(profileAfter, SampleType.CPU_TIME, THIRD)).isPositive();
	}

	@Test
	void partsOfAWindowAddUpToTheWhole() {
		TimeWindow whole = recording.window();
		Instant start = whole.start();
		Duration step = whole.duration().dividedBy(7).plusNanos(1);
		List<Profile> parts = new ArrayList<>();
		while (start.isBefore(whole.end())) {
			Instant end = start.plus(step);
			parts.add(recording.profile(new TimeWindow(start, end.isBefore(whole.end()) ? end : whole.end())));
			start = end;
		}

		assertThat(parts).hasSize(7);
		for (SampleType type : List.of(SampleType.CPU_TIME, SampleType.CPU_SAMPLES, SampleType.WALL_TIME,
				SampleType.WALL_SAMPLES, SampleType.ALLOCATED_SPACE)) {
			assertThat(parts.stream().mapToLong((part) -> part.total(type)).sum()).as(type.id())
				.isEqualTo(recording.profile().total(type));
		}
	}

	@Test
	void labelsTellTheThread() {
		Profile profile = recording.profile();

		assertThat(rowsOf(profile, FIRST)).isNotEmpty().allSatisfy((row) -> {
			assertThat(Recording.label(profile, row, LabelKey.THREAD_NAME)).isEqualTo("first");
			assertThat(Recording.label(profile, row, LabelKey.THREAD_ID)).isEqualTo(threadId);
		});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void labelsTellTheThreadOfTheOperatingSystem() {
		Profile profile = recording.profile();

		assertThat(rowsOf(profile, FIRST)).isNotEmpty()
			.allSatisfy((row) -> assertThat(Recording.label(profile, row, LabelKey.THREAD_NATIVE_ID))
				.isEqualTo(nativeThreadId));
	}

	@Test
	void labelTellsTheAllocatedClass() {
		Profile profile = this.reader.read(recording.chunks(), null, recording.window(),
				EnumSet.of(ProfileType.ALLOCATION));
		Set<Object> classes = new TreeSet<>();
		for (int row : rowsOf(profile, CLASS + ".allocate")) {
			classes.add(Recording.label(profile, row, LabelKey.CLASS_NAME));
		}

		assertThat(classes).contains("byte[]", "java.lang.String[][]", Big.class.getName());
	}

	@Test
	void onlyAllocationAndLockHaveAClass() {
		Profile profile = this.reader.read(recording.chunks(), null, recording.window(),
				EnumSet.of(ProfileType.CPU, ProfileType.WALL));

		for (int row = 0; row < profile.rows(); row++) {
			assertThat(Recording.label(profile, row, LabelKey.CLASS_NAME)).isNull();
		}
	}

	@Test
	void frameHasLineAndFileOfTheCode() {
		Profile profile = recording.profile();
		int space = profile.sampleTypes().indexOf(SampleType.ALLOCATED_SPACE);

		assertThat(rowsOf(profile, CLASS + ".allocate")).filteredOn((row) -> profile.value(row, space) > 0)
			.filteredOn((row) -> "byte[]".equals(Recording.label(profile, row, LabelKey.CLASS_NAME)))
			.isNotEmpty()
			.allSatisfy((row) -> {
				int frame = profile.frame(profile.stack(row), 0);
				assertThat(profile.functionName(profile.function(frame))).isEqualTo(CLASS + ".allocate");
				assertThat(profile.line(frame)).isEqualTo(allocationLine);
				assertThat(profile.functionFile(profile.function(frame)))
					.isEqualTo("io/ddprofiling/jfr/ProfileReaderTests.java");
			});
	}

	@Test
	void stackReachesFromTheCodeToTheStartOfTheThread() {
		Profile profile = recording.profile();

		assertThat(rowsOf(profile, FIRST)).isNotEmpty()
			.allSatisfy((row) -> assertThat(Recording.stack(profile, row))
				.containsSubsequence("io.ddprofiling.jfr.Work.burn", FIRST, "java.lang.Thread.run"));
	}

	@Test
	void nativeFramesHaveNeitherLineNorFile() {
		Profile profile = recording.profile();

		for (int frame = 0; frame < profile.frameCount(); frame++) {
			String name = profile.functionName(profile.function(frame));
			if (profile.functionFile(profile.function(frame)).isEmpty()) {
				assertThat(profile.line(frame)).as(name).isZero();
			}
		}
	}

	@Test
	void threadsOfTheProfilerAreLeftOut() {
		Profile profile = recording.profile();

		for (int row = 0; row < profile.rows(); row++) {
			assertThat((String) Recording.label(profile, row, LabelKey.THREAD_NAME)).doesNotStartWith("dd-profiling");
		}
	}

	@Test
	void onlyTypesAskedForHaveColumns() {
		Profile profile = this.reader.read(recording.chunks(), null, recording.window(),
				EnumSet.of(ProfileType.ALLOCATION));

		assertThat(profile.sampleTypes()).containsExactly(SampleType.ALLOCATED_OBJECTS, SampleType.ALLOCATED_SPACE);
		assertThat(profile.total(SampleType.ALLOCATED_SPACE))
			.isEqualTo(recording.profile().total(SampleType.ALLOCATED_SPACE));
		assertThat(profile.samples(ProfileType.CPU)).isZero();
	}

	@Test
	void chunksOutsideTheWindowAreLeftOut() {
		TimeWindow later = new TimeWindow(recording.window().end(), recording.window().end().plusSeconds(10));

		assertThat(this.reader.read(recording.chunks(), null, later, Recording.TYPES).isEmpty()).isTrue();
	}

	@Test
	void withoutChunksIsEmpty() {
		Profile profile = this.reader.read(List.of(), null, recording.window(), Recording.TYPES);

		assertThat(profile.isEmpty()).isTrue();
		assertThat(profile.sampleTypes()).hasSize(11);
	}

	@Test
	void unreadableChunksAreLeftOutAndCounted() throws Exception {
		Path garbage = directory.resolve("garbage.jfr");
		byte[] bytes = new byte[5000];
		new Random(1).nextBytes(bytes);
		Files.write(garbage, bytes);
		List<Chunk> chunks = new ArrayList<>(recording.chunks());
		chunks.add(1, chunk(garbage, bytes.length));
		chunks.add(chunk(directory.resolve("missing.jfr"), 100));

		Profile profile = this.reader.read(chunks, recording.chunks().get(recording.chunks().size() - 1),
				recording.window(), Recording.TYPES);

		assertThat(this.reader.counters().unreadableChunks()).isEqualTo(2);
		assertThat(describe(profile)).isEqualTo(describe(recording.profile()));
	}

	@Test
	@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
	void recordingOfAChunkWithZerosForEventsIsRefused() throws Exception {
		ByteBuffer bytes = recording.chunks().get(0).read();
		int metadata = (int) bytes.getLong(24);
		int events = metadata + (int) Numbers.read(bytes.position(metadata));
		Arrays.fill(bytes.array(), events, events + 100, (byte) 0);
		Path zeros = Files.write(directory.resolve("zeros.jfr"), bytes.array());
		Chunk broken = chunk(zeros, bytes.limit());

		try (InputStream extract = extract(List.of(broken))) {
			assertThatIOException().isThrownBy(extract::readAllBytes).withMessageContaining("is broken");
		}
	}

	@Test
	void recordingIsWithoutChunksThatAreBroken() throws Exception {
		Path garbage = Files.write(directory.resolve("broken.jfr"), new byte[5000]);
		List<Chunk> chunks = new ArrayList<>(recording.chunks());
		chunks.add(1, chunk(garbage, 5000));

		try (InputStream whole = extract(recording.chunks()); InputStream rest = extract(chunks)) {
			assertThat(rest.readAllBytes()).isEqualTo(whole.readAllBytes());
		}
		assertThat(this.reader.counters().unreadableChunks()).isEqualTo(1);
	}

	private InputStream extract(List<Chunk> chunks) {
		return new RecordingExtract(chunks, recording.window(), SampleFilter.ALL, this.reader.counters());
	}

	@Test
	void heatmapOfABrokenRecordingIsRefused() throws Exception {
		byte[] huge = { -1, -1, -1, -1, 7 };
		int refused = 0;
		for (int at = 8; at < 48; at++) {
			ByteBuffer bytes = recording.chunks().get(0).read();
			bytes.put((int) bytes.getLong(16) + at, huge);
			try {
				Heatmap.of(bytes, ProfileType.CPU, SamplingRates.NONE);
			}
			catch (IOException ex) {
				refused++;
			}
		}
		assertThat(refused).as("of 40 damages of its tables").isPositive();
	}

	@Test
	void timedProfileHasTheSameValuesAndTellsWhenTheyWereSampled() {
		Profile profile = this.reader.readTimed(recording.chunks(),
				recording.chunks().get(recording.chunks().size() - 1), recording.window(), Recording.TYPES,
				SampleFilter.ALL);

		Timeline timeline = Objects.requireNonNull(profile.timeline());
		Map<ProfileType, Long> sums = new EnumMap<>(ProfileType.class);
		for (int entry = 0; entry < timeline.size(); entry++) {
			sums.merge(timeline.type(entry), timeline.value(entry), Long::sum);
		}
		assertThat(describe(profile)).isEqualTo(describe(recording.profile()));
		assertThat(sums).containsKeys(ProfileType.CPU, ProfileType.WALL, ProfileType.ALLOCATION);
		assertThat(sums).as("a list is of no time").doesNotContainKey(ProfileType.LIVE_HEAP);
		sums.forEach((type, sum) -> assertThat(sum).as("%s", type).isEqualTo(profile.total(type.value())));
		// slots begin with a millisecond
		Instant start = recording.window().start().truncatedTo(ChronoUnit.MILLIS);
		long change = Duration.between(start, betweenFirstAndSecond).toSeconds();
		assertThat(lastSlot(profile, ProfileType.CPU, FIRST)).isLessThanOrEqualTo(change);
		assertThat(lastSlot(profile, ProfileType.CPU, SECOND)).isGreaterThanOrEqualTo(change);
		assertThat(recording.profile().timeline()).isNull();
	}

	private static long lastSlot(Profile profile, ProfileType type, String function) {
		Timeline timeline = Objects.requireNonNull(profile.timeline());
		long last = -1;
		for (int entry = 0; entry < timeline.size(); entry++) {
			int stack = profile.stack(timeline.row(entry));
			for (int i = 0; timeline.type(entry) == type && i < profile.depth(stack); i++) {
				if (profile.functionName(profile.function(profile.frame(stack, i))).equals(function)) {
					last = Math.max(last, timeline.slot(entry));
				}
			}
		}
		return last;
	}

	@Test
	void countsProfilesAndTime() {
		this.reader.read(recording.chunks(), null, recording.window(), Recording.TYPES);
		this.reader.read(recording.chunks(), null, recording.window(), Recording.TYPES);

		assertThat(this.reader.counters().profiles()).isEqualTo(2);
		assertThat(this.reader.counters().nanos()).isPositive();
		assertThat(this.reader.counters().unreadableChunks()).isZero();
	}

	@Test
	void profileHasTheRatesOfTheNewestChunk() {
		Chunk newest = recording.chunks().get(1);
		SamplingRates rates = Recording.RATES.with(ProfileType.CPU, 20_000_000);
		Chunk slower = new Chunk(9, newest.file(), newest.offset(), newest.size(), newest.window(), rates);

		Profile profile = this.reader.read(List.of(recording.chunks().get(0), slower), null, recording.window(),
				Recording.TYPES);

		assertThat(profile.rates()).isEqualTo(rates);
		assertThat(Recording.ofMethod(profile, SampleType.CPU_TIME, FIRST))
			.isEqualTo(Recording.ofMethod(recording.profile(), SampleType.CPU_TIME, FIRST) * 2);
	}

	private static void burnFirst() throws Exception {
		threadId = Thread.currentThread().getId();
		Path self = Path.of("/proc/thread-self");
		if (Files.exists(self)) {
			nativeThreadId = Long.parseLong(Files.readSymbolicLink(self).getFileName().toString());
		}
		Work.burn(300);
	}

	private static void burnSecond() {
		Work.burn(300);
	}

	private static void burnThird() {
		Work.burn(300);
	}

	private static void allocate() {
		for (int i = 0; i < 300; i++) {
			allocationLine = new Throwable().getStackTrace()[0].getLineNumber() + 1;
			Work.sink = new byte[2_000_000];
			Work.sink = new String[500_000][];
			for (int j = 0; j < 3000; j++) {
				Work.sink = new Big();
			}
		}
	}

	private static List<Integer> rowsOf(Profile profile, String method) {
		List<Integer> rows = new ArrayList<>();
		for (int row = 0; row < profile.rows(); row++) {
			if (Recording.stack(profile, row).contains(method)) {
				rows.add(row);
			}
		}
		return rows;
	}

	private static Chunk chunk(Path file, long size) {
		return new Chunk(99, file, 0, size, recording.window(), Recording.RATES);
	}

	private static List<String> describe(Profile profile) {
		List<String> rows = new ArrayList<>();
		for (int row = 0; row < profile.rows(); row++) {
			StringBuilder text = new StringBuilder().append(Recording.stack(profile, row)).append(profile.labels(row));
			for (int column = 0; column < profile.sampleTypes().size(); column++) {
				text.append(' ').append(profile.value(row, column));
			}
			rows.add(text.toString());
		}
		return rows;
	}

	/**
	 * An object with fields.
	 */
	private static final class Big {

		final long first = 1;

		final long second = 2;

		final long third = 3;

	}

}
