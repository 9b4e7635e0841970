package io.ddprofiling.export.directory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.ProfileWindow;

/**
 * Writes each window to {@code <prefix>.<pid>.<sequence>.pprof}, as Datadog's Python
 * profiler does with {@code DD_PROFILING_OUTPUT_PPROF}. A file appears whole or not at
 * all; the oldest files of this process are deleted when there are too many.
 *
 * @since 0.1.0
 */
public final class DirectoryExporter implements ProfileExporter {

	private static final int MAX_FILES = 120;

	private final Path prefix;

	private final Deque<Path> written = new ArrayDeque<>();

	private int sequence;

	/**
	 * Creates an exporter.
	 * @param prefix the directory and the beginning of the file names
	 */
	public DirectoryExporter(Path prefix) {
		this.prefix = prefix.toAbsolutePath();
	}

	@Override
	public String name() {
		return "directory";
	}

	@Override
	public String target() {
		return this.prefix + ".*.pprof";
	}

	@Override
	public String idleReason() {
		return "never idle";
	}

	@Override
	public ExportResult export(ProfileWindow window, Duration timeout) {
		if (window.profile().isEmpty()) {
			return new ExportResult(Outcome.EMPTY, "no samples", 0);
		}
		Path file = unused(window.identity().processId());
		Path unfinished = Path.of(file + ".tmp");
		try {
			Files.createDirectories(file.getParent());
			try (OutputStream out = Files.newOutputStream(unfinished)) {
				new PprofEncoder(PprofDialect.STANDARD, window.identity().service()).encode(window.profile(), out);
			}
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
			this.sequence++;
			keep(file);
			return new ExportResult(Outcome.DELIVERED, file.toString(), Files.size(file));
		}
		catch (IOException ex) {
			unfinished.toFile().delete();
			return new ExportResult(Outcome.FAILED, ex + "; check dd.profiling.output-pprof", 0);
		}
	}

	// a killed process of that number may have left files
	private Path unused(long processId) {
		Path file = file(processId);
		while (Files.exists(file)) {
			this.sequence++;
			file = file(processId);
		}
		return file;
	}

	private Path file(long processId) {
		return Path.of(this.prefix + "." + processId + "." + this.sequence + ".pprof");
	}

	private void keep(Path file) {
		this.written.addLast(file);
		if (this.written.size() > MAX_FILES) {
			this.written.removeFirst().toFile().delete();
		}
	}

}
