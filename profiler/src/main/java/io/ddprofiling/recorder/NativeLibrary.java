package io.ddprofiling.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;

/**
 * Finds async-profiler's native library and binds to that very file. A copy of our own is
 * always used: {@code AsyncProfiler.getInstance()} without a path would silently bind to
 * the library of another agent in the JVM.
 */
final class NativeLibrary {

	private static final String GIVEN_REMEDY = "set dd.profiling.library-path to async-profiler's library for this"
			+ " platform, or leave it out";

	private static final String EXTRACTED_REMEDY = "if its file system forbids execution, set"
			+ " dd.profiling.store.directory to one that does not, or dd.profiling.library-path to a library in the"
			+ " image";

	private static @Nullable AsyncProfiler loaded;

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
			Path given = (libraryPath != null) ? libraryPath : pathFromSystemProperty();
			profiler = (given != null) ? bind(given, GIVEN_REMEDY) : bindExtracted(directory);
			loaded = profiler;
		}
		return profiler;
	}

	/**
	 * Makes a copy of the library, which can be loaded beside the first.
	 * @param libraryPath a library file of the user's, or {@code null} for the one on the
	 * class path
	 * @param directory where to put the copy
	 * @return a file to be deleted by the caller
	 * @throws RecorderException if there is no library or it cannot be copied
	 */
	static Path copy(@Nullable Path libraryPath, Path directory) throws RecorderException {
		Path given = (libraryPath != null) ? libraryPath : pathFromSystemProperty();
		if (given == null) {
			return extract(resource(), directory);
		}
		try {
			return Files.copy(given, Files.createTempFile(directory, "libasyncProfiler-", ".so"),
					StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new RecorderException(
					"The native library " + given + " cannot be copied to " + directory + " (" + ex + ")", ex);
		}
	}

	private static @Nullable Path pathFromSystemProperty() {
		String path = System.getProperty("one.profiler.libraryPath");
		return (path != null && !path.isBlank()) ? Path.of(path) : null;
	}

	private static AsyncProfiler bindExtracted(Path directory) throws RecorderException {
		Path library = extract(resource(), directory);
		try {
			return bind(library, EXTRACTED_REMEDY);
		}
		finally {
			library.toFile().delete();
		}
	}

	private static AsyncProfiler bind(Path library, String remedy) throws RecorderException {
		try {
			return AsyncProfiler.getInstance(library.toAbsolutePath().toString());
		}
		catch (LinkageError | RuntimeException ex) {
			throw new RecorderException(
					"The native library " + library + " cannot be loaded (" + ex.getMessage() + "); " + remedy, ex);
		}
	}

	private static Path extract(String resource, Path directory) throws RecorderException {
		try (InputStream content = AsyncProfiler.class.getResourceAsStream(resource)) {
			if (content == null) {
				throw new RecorderException("async-profiler's jar has no " + resource);
			}
			Path library = Files.createTempFile(directory, "libasyncProfiler-", ".so");
			Files.copy(content, library, StandardCopyOption.REPLACE_EXISTING);
			return library;
		}
		catch (IOException ex) {
			throw new RecorderException("The native library cannot be extracted to " + directory + " (" + ex
					+ "); set dd.profiling.store.directory to a writable directory", ex);
		}
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
