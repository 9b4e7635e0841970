package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AsyncProfilerCommandTests {

	private static final Path FILE = Path.of("recording.jfr").toAbsolutePath();

	private static final String ALWAYS = "start,jfr,jfropts=3,clock=monotonic,loglevel=none,jstackdepth=512"
			+ ",memlimit=256m";

	@Test
	void allTypesAreRecordedInOneSession() throws Exception {
		AsyncProfilerCommand command = command(ProfileType.values());

		assertThat(command.start(FILE))
			.isEqualTo(ALWAYS + ",event=ctimer,interval=10000000,wall=50000000,alloc=524288,live,lock=20000000"
					+ ",nativelock=30000000,nativemem=1048576,nofree,file=" + FILE);
	}

	@Test
	void onlyWallHasNoEvent() throws Exception {
		assertThat(command(ProfileType.WALL).start(FILE)).isEqualTo(ALWAYS + ",wall=50000000,file=" + FILE);
	}

	@Test
	void onlyAllocationHasNoEvent() throws Exception {
		assertThat(command(ProfileType.ALLOCATION).start(FILE)).isEqualTo(ALWAYS + ",alloc=524288,file=" + FILE);
	}

	@Test
	void onlyLockHasNoEvent() throws Exception {
		assertThat(command(ProfileType.LOCK).start(FILE)).isEqualTo(ALWAYS + ",lock=20000000,file=" + FILE);
	}

	@Test
	void cpuCanBeSampledByAnotherEvent() throws Exception {
		assertThat(command(ProfileType.CPU).cpuEvent("itimer").start(FILE))
			.isEqualTo(ALWAYS + ",event=itimer,interval=10000000,file=" + FILE);
	}

	@Test
	void aTypeCanBeLeftOut() throws Exception {
		AsyncProfilerCommand command = command(ProfileType.CPU, ProfileType.ALLOCATION, ProfileType.LOCK)
			.without(Set.of(ProfileType.ALLOCATION));

		assertThat(command.rates().types()).containsExactly(ProfileType.CPU, ProfileType.LOCK);
		assertThat(command.start(FILE)).doesNotContain("alloc");
	}

	@Test
	void withoutAnyTypeRecordsNothing() throws Exception {
		assertThat(command().recordsSomething()).isFalse();
		assertThat(command(ProfileType.CPU).recordsSomething()).isTrue();
		assertThat(command(ProfileType.WALL).recordsSomething()).isTrue();
	}

	@Test
	void commaInThePathIsRefused() {
		Path file = Path.of("a,exec=x", "recording.jfr");

		assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> command(ProfileType.CPU).start(file))
			.withMessageContaining("comma")
			.withMessageContaining("a,exec=x");
	}

	@Test
	void liveHeapIsAPartOfTheAllocationsThatAreSampledEvenIfTheyAreNotShown() throws Exception {
		assertThat(command(ProfileType.LIVE_HEAP).start(FILE)).isEqualTo(ALWAYS + ",alloc=524288,live,file=" + FILE);
	}

	@Test
	void withoutCpuEventNoCpuIsRecorded() throws Exception {
		AsyncProfilerCommand command = command(ProfileType.CPU, ProfileType.WALL).cpuEvent(null);

		assertThat(command.rates().types()).containsExactly(ProfileType.WALL);
		assertThat(command.start(FILE)).isEqualTo(ALWAYS + ",wall=50000000,file=" + FILE);
	}

	@Test
	void longerIntervalsAreOutOfStepWithTimers() {
		AsyncProfilerCommand asked = command(ProfileType.CPU);
		AsyncProfilerCommand longer = AsyncProfilerCommand.of(asked.rates().stretched(Map.of(ProfileType.CPU, 2)), 512);

		assertThat(cpuInterval(longer.offTicks(10_000_000))).isEqualTo(17_000_000);
		assertThat(cpuInterval(longer.cpuEvent(AsyncProfilerCommand.PROCESS_TIMER).offTicks(10_000_000)))
			.isEqualTo(17_000_000);
		assertThat(cpuInterval(longer.cpuEvent(AsyncProfilerCommand.PERF_EVENTS).offTicks(10_000_000)))
			.isEqualTo(20_000_000);
		assertThat(cpuInterval(longer.offTicks(20_000_000))).as("as asked").isEqualTo(20_000_000);
		assertThat(asked.offTicks(1_000_000)).as("short").isEqualTo(asked);
		assertThat(asked.cpuEvent(null).offTicks(0)).isEqualTo(asked.cpuEvent(null));
	}

	private static long cpuInterval(AsyncProfilerCommand command) {
		return command.rates().interval(ProfileType.CPU);
	}

	private static AsyncProfilerCommand command(ProfileType... types) {
		SamplingRates all = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
			.with(ProfileType.WALL, 50_000_000)
			.with(ProfileType.LOCK, 20_000_000)
			.with(ProfileType.ALLOCATION, 512 * 1024)
			.with(ProfileType.LIVE_HEAP, 512 * 1024)
			.with(ProfileType.NATIVE_LOCK, 30_000_000)
			.with(ProfileType.NATIVE_MEMORY, 1024 * 1024);
		return AsyncProfilerCommand.of(all.only(Set.of(types)), 512);
	}

}
