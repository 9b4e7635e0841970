package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.ddprofiling.chunk.FileParts;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two copies of async-profiler in one JVM.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ProfilerCopyTests {

	@TempDir
	private Path directory;

	private AsyncProfiler profiler;

	private ProfilerCopy copy;

	@BeforeEach
	void load() throws RecorderException {
		this.profiler = NativeLibrary.load(null, this.directory);
		this.copy = ProfilerCopy.load(null, this.directory);
	}

	@Test
	void copiesUnderstandCommandsOfTheSameTime() throws Exception {
		String version = this.copy.execute("version");
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			List<Future<String>> answers = new ArrayList<>();
			for (int i = 0; i < 20_000; i++) {
				answers.add(threads.submit(() -> NativeCommands.execute("version", this.profiler::execute)));
				answers.add(threads.submit(() -> this.copy.execute("version,loglevel=none,jstackdepth=1")));
			}
			for (Future<String> answer : answers) {
				assertThat(answer.get()).isEqualTo(version);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void sessionThatCouldNotBeStoppedIsNoObstacle() throws RecorderException, IOException {
		this.copy.execute("start,jfr,loglevel=none,event=java.lang.Throwable.<init>,interval=1000,file="
				+ AsyncProfilerCommand.path(this.directory.resolve("forgotten.jfr")));
		ExceptionSession session = new ExceptionSession(this.copy, 1, 64);

		session.start(this.directory.resolve("recording-1.jfr"));

		new IllegalStateException("counted");
		assertThat(session.cut(true)).singleElement()
			.satisfies((recording) -> assertThat(recording.thrown()).isPositive());
		session.stop();
	}

	@Test
	void samplesDoNotCutCopiesOfRecordingsShort() throws Exception {
		Path recording = Files.write(this.directory.resolve("recording.jfr"), new byte[8 << 20]);
		Path target = this.directory.resolve("copy.jfr");
		NativeCommands.execute("start,jfr,loglevel=none,event=cpu,interval=100us,wall=1ms,file="
				+ AsyncProfilerCommand.path(this.directory.resolve("samples.jfr")), this.profiler::execute);
		try {
			for (int i = 0; i < 20; i++) {
				assertThat(FileParts.append(recording, 1, 3 << 20, target)).isEqualTo(i * (3L << 20));
			}
		}
		finally {
			NativeCommands.execute(AsyncProfilerCommand.STOP, this.profiler::execute);
		}
		assertThat(target).hasSize(20 * (3L << 20));
	}

}
