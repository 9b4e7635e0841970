package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AsyncProfilerCommandTests {

	private static final Path FILE = Path.of("recording.jfr").toAbsolutePath();

	private static final String ALWAYS = "start,jfr,jfropts=3,clock=monotonic,loglevel=none,jstackdepth=512";

	@Test
	void allTypesAreRecordedInOneSession() {
		AsyncProfilerCommand command = command("cpu", ProfileType.WALL, ProfileType.ALLOCATION, ProfileType.LOCK);

		assertThat(command.start(FILE))
			.isEqualTo(ALWAYS + ",event=cpu,interval=10000000,wall=50000000,alloc=524288,lock=20000000,file=" + FILE);
		assertThat(command.recordedTypes()).containsExactlyInAnyOrder(ProfileType.values());
	}

	@Test
	void onlyWallHasNoEvent() {
		assertThat(command(null, ProfileType.WALL).start(FILE)).isEqualTo(ALWAYS + ",wall=50000000,file=" + FILE);
	}

	@Test
	void onlyAllocationHasNoEvent() {
		assertThat(command(null, ProfileType.ALLOCATION).start(FILE)).isEqualTo(ALWAYS + ",alloc=524288,file=" + FILE);
	}

	@Test
	void onlyLockHasNoEvent() {
		assertThat(command(null, ProfileType.LOCK).start(FILE)).isEqualTo(ALWAYS + ",lock=20000000,file=" + FILE);
	}

	@Test
	void cpuCanBeSampledByAnotherEvent() {
		assertThat(command("cpu").cpuEvent("itimer").start(FILE))
			.isEqualTo(ALWAYS + ",event=itimer,interval=10000000,file=" + FILE);
	}

	@Test
	void aTypeCanBeLeftOut() {
		AsyncProfilerCommand command = command("cpu", ProfileType.ALLOCATION, ProfileType.LOCK)
			.without(ProfileType.ALLOCATION);

		assertThat(command.recordedTypes()).containsExactlyInAnyOrder(ProfileType.CPU, ProfileType.LOCK);
		assertThat(command.start(FILE)).doesNotContain("alloc");
	}

	@Test
	void withoutAnyTypeRecordsNothing() {
		assertThat(command(null).recordsSomething()).isFalse();
		assertThat(command("cpu").recordsSomething()).isTrue();
		assertThat(command(null, ProfileType.WALL).recordsSomething()).isTrue();
	}

	@Test
	void commaInThePathIsRefused() {
		Path file = Path.of("a,exec=x", "recording.jfr");

		assertThatIllegalArgumentException().isThrownBy(() -> command("cpu").start(file))
			.withMessageContaining("comma")
			.withMessageContaining("a,exec=x");
	}

	private static AsyncProfilerCommand command(String cpuEvent, ProfileType... others) {
		Set<ProfileType> types = EnumSet.noneOf(ProfileType.class);
		types.addAll(Set.of(others));
		return new AsyncProfilerCommand(new SamplingRates(types, 10_000_000, 50_000_000, 512 * 1024, 20_000_000),
				cpuEvent, types, 512);
	}

}
