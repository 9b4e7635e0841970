package io.ddprofiling;

import java.nio.file.Path;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.recorder.Engine;

/**
 * A program that says which engine profiles it and why. The arguments are an engine, a
 * native library or {@code -}, and a directory.
 */
public final class EngineProgram {

	private EngineProgram() {
	}

	public static void main(String[] args) {
		ProfilerBuilder builder = Profiler.plainBuilder()
			.engine(Engine.of(args[0]))
			.storeDirectory(Path.of(args[2]))
			.uploadMode(UploadMode.NEVER);
		if (!args[1].equals("-")) {
			builder.libraryPath(Path.of(args[1]));
		}
		try (CapturedLog log = new CapturedLog(); Profiler profiler = builder.build()) {
			profiler.start();
			ProfilerStatus status = profiler.status();
			System.out.println("engine: " + status.engine());
			System.out.println("state: " + status.state());
			System.out.println("reason: " + status.reason());
			status.hints().forEach((hint) -> System.out.println("hint: " + hint));
			log.warnings().forEach((warning) -> System.out.println("log: " + warning));
		}
	}

}
