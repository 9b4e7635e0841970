package io.ddprofiling.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;

/**
 * Finds async-profiler's native library and binds to that very file. A copy of our own is
 * always used: {@code AsyncProfiler.getInstance()} without a path would silently bind to
 * the library of another agent in the JVM.
 */
final class NativeLibrary {

	private static final String PROPERTY = "one.profiler.libraryPath";

	private static final String EXTRACTED_REMEDY = "; set dd.profiling.store.directory to a writable directory on a file"
			+ " system that allows execution, or dd.profiling.library-path to a library in the image";

	private static @Nullable AsyncProfiler loaded;

	private static @Nullable Path file;

	private NativeLibrary() {
	}

	/**
	 * Loads the library, at the first call only.
	 * @param libraryPath a library file of the user's, or {@code null} for the one on the
	 * class path
	 * @param directory where to extract the library to
	 * @return the profiler
	 * @throws RecorderException if the library cannot be loaded
	 */
	static synchronized AsyncProfiler load(@Nullable Path libraryPath, Path directory) throws RecorderException {
		AsyncProfiler profiler = loaded;
		if (profiler == null) {
			profiler = find(libraryPath, directory);
			loaded = profiler;
		}
		return profiler;
	}

	/**
	 * The file the library was loaded from, which may be deleted by now.
	 * @return the file, or {@code null} if no library is loaded
	 */
	static synchronized @Nullable Path file() {
		return file;
	}

	private static AsyncProfiler find(@Nullable Path libraryPath, Path directory) throws RecorderException {
		if (libraryPath != null) {
			return bindGiven(libraryPath, "dd.profiling.library-path");
		}
		String property = System.getProperty(PROPERTY);
		if (property != null && !property.isBlank()) {
			return bindGiven(Path.of(property), "-D" + PROPERTY);
		}
		return bindExtracted(List.of(directory, Path.of(System.getProperty("java.io.tmpdir"))));
	}

	private static AsyncProfiler bindGiven(Path library, String input) throws RecorderException {
		try {
			return bind(library);
		}
		catch (IOException | LinkageError | RuntimeException ex) {
			throw new RecorderException("The native library " + library + " cannot be loaded (" + reason(ex, library)
					+ "); set " + input + " to async-profiler's library for this platform, or leave it out", ex);
		}
	}

	// recordings can be kept where nothing can be executed
	private static AsyncProfiler bindExtracted(List<Path> directories) throws RecorderException {
		String resource = resource();
		Set<String> reasons = new LinkedHashSet<>();
		for (Path directory : directories) {
			try {
				Path library = extract(resource, directory);
				try {
					return bind(library);
				}
				catch (IOException | LinkageError | RuntimeException ex) {
					reasons.add("loaded from " + directory + " (" + reason(ex, library) + ")");
				}
				finally {
					library.toFile().delete();
				}
			}
			catch (IOException ex) {
				reasons.add("extracted to " + directory + " (" + ex + ")");
			}
		}
		throw new RecorderException(
				"The native library cannot be " + String.join(", nor ", reasons) + EXTRACTED_REMEDY);
	}

	private static Path extract(String resource, Path directory) throws IOException, RecorderException {
		try (InputStream content = AsyncProfiler.class.getResourceAsStream(resource)) {
			if (content == null) {
				throw new RecorderException("async-profiler's jar has no " + resource);
			}
			Path library = Files.createTempFile(directory, "libasyncProfiler-", ".so");
			Files.copy(content, library, StandardCopyOption.REPLACE_EXISTING);
			return library;
		}
	}

	private static AsyncProfiler bind(Path library) throws IOException {
		Path real = library.toRealPath();
		AsyncProfiler profiler = AsyncProfiler.getInstance(real.toString());
		file = real;
		return profiler;
	}

	// a linker's message begins with the path, once or twice
	private static String reason(Throwable ex, Path library) {
		String message = (ex instanceof IOException) ? ex.toString() : String.valueOf(ex.getMessage());
		return message.replace(library + ": ", "");
	}

	private static String resource() throws RecorderException {
		String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
		String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
		if (os.contains("mac")) {
			return "/macos/libasyncProfiler.so";
		}
		if (os.contains("linux") && (arch.equals("amd64") || arch.equals("x86_64"))) {
			return "/linux-x64/libasyncProfiler.so";
		}
		if (os.contains("linux") && (arch.equals("aarch64") || arch.equals("arm64"))) {
			return "/linux-arm64/libasyncProfiler.so";
		}
		throw new RecorderException("async-profiler does not run on " + os + "/" + arch
				+ ", only on Linux (x64, arm64) and macOS; the application runs without profiles");
	}

}
