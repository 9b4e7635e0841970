package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EngineThreadsTests {

	@TempDir
	private Path tasks;

	@Test
	void threadsThatAStartAddedAreCountedIfTheyBearItsNameOrTheCallers() throws IOException {
		EngineThreads threads = new EngineThreads(this.tasks, name("caller"));
		thread(1, "caller", 500, 100);
		thread(2, "Async-profiler ", 7, 3);
		threads.starting();
		thread(3, "Async-profiler ", 1, 2);
		thread(4, "caller", 0, 0);
		thread(5, "http-nio-8080-e", 0, 0);
		threads.started();
		assertThat(threads.cpuTime()).isZero();

		for (int id = 1; id <= 5; id++) {
			thread(id, "any (1) name", 1000, id);
		}

		assertThat(threads.cpuTime()).isEqualTo(Duration.ofMillis(10 * (999 + 1 + 1000 + 4)));
		assertThat(threads.cpuTime()).as("once").isEqualTo(Duration.ofMillis(10 * (999 + 1 + 1000 + 4)));
	}

	@Test
	void timeOfAThreadThatHasEndedIsKept() throws IOException {
		EngineThreads threads = afterAStartAndTenTicks();
		Files.delete(this.tasks.resolve("2/stat"));
		Files.delete(this.tasks.resolve("2/comm"));

		assertThat(threads.cpuTime()).isEqualTo(Duration.ofMillis(100));
		thread(3, "Async-profiler ", 0, 0);
		threads.started();
		thread(3, "Async-profiler ", 5, 0);
		assertThat(threads.cpuTime()).isEqualTo(Duration.ofMillis(150));
	}

	@Test
	void threadThatIsStillThereAtTheNextStartIsCountedFurther() throws IOException {
		EngineThreads threads = afterAStartAndTenTicks();
		threads.started();
		thread(2, "Async-profiler ", 20, 0);

		assertThat(threads.cpuTime()).isEqualTo(Duration.ofMillis(200));
	}

	@Test
	void systemWithoutSuchFilesHasNoTimes() {
		EngineThreads threads = new EngineThreads(this.tasks.resolve("missing"), this.tasks.resolve("none"));

		threads.starting();
		threads.started();

		assertThat(threads.cpuTime()).isZero();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void threadThatWatchesOthersForWallIsFound() throws Exception {
		EngineThreads threads = new EngineThreads();
		AsyncProfilerRecorder recorder = new AsyncProfilerRecorder(SamplingRates.NONE.with(ProfileType.WALL, 200_000),
				512, false, null, this.tasks);
		threads.starting();
		recorder.start(this.tasks.resolve("recording.jfr"));
		try {
			threads.started();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(threads.cpuTime()).isPositive());
		}
		finally {
			recorder.stop();
		}
	}

	// in thread 2, just before the next start
	private EngineThreads afterAStartAndTenTicks() throws IOException {
		EngineThreads threads = new EngineThreads(this.tasks, name("caller"));
		threads.starting();
		thread(2, "Async-profiler ", 0, 0);
		threads.started();
		thread(2, "Async-profiler ", 10, 0);
		threads.starting();
		return threads;
	}

	private Path name(String name) throws IOException {
		return Files.writeString(this.tasks.resolve("own"), name + "\n");
	}

	private void thread(int id, String name, int user, int system) throws IOException {
		Path task = Files.createDirectories(this.tasks.resolve(String.valueOf(id)));
		Files.writeString(task.resolve("comm"), name + "\n");
		Files.writeString(task.resolve("stat"), id + " (" + name + ") S 1 1 1 0 -1 4194624 3 0 0 0 " + user + " "
				+ system + " 0 0 20 0 20 0 1303456 9213222912 17168\n");
	}

}
