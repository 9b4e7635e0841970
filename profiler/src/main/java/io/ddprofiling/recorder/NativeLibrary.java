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

	private static final String COPY = "libExceptionProfiler";

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

	/**
	 * Loads another copy of the library, one that can be loaded beside the first.
	 * @param <T> what is bound to the copy
	 * @param libraryPath a library file of the user's, or {@code null} for the one on the
	 * class path
	 * @param directory where to put the copy; the directory of temporary files is the
	 * alternative
	 * @param binding loads the copy, whose file does not stay
	 * @return what is bound to the copy
	 * @throws RecorderException if there is no library or it cannot be loaded again
	 */
	static <T> T bindCopy(@Nullable Path libraryPath, Path directory, Binding<T> binding) throws RecorderException {
		String property = System.getProperty(PROPERTY);
		Path given = (libraryPath != null || property == null || property.isBlank()) ? libraryPath : Path.of(property);
		if (given == null) {
			return bindPlaced((target) -> place(null, target), directory, EXTRACTED_REMEDY, binding);
		}
		Path beside = given.resolveSibling(COPY + ".so");
		if (Files.exists(beside)) {
			return bindGiven(beside, binding, "replace it with a copy of " + given);
		}
		return bindPlaced((target) -> place(given, target), directory,
				"; put another copy of the library beside it, as " + beside, binding);
	}

	private static AsyncProfiler find(@Nullable Path libraryPath, Path directory) throws RecorderException {
		if (libraryPath != null) {
			return bindGiven(libraryPath, "dd.profiling.library-path");
		}
		String property = System.getProperty(PROPERTY);
		if (property != null && !property.isBlank()) {
			return bindGiven(Path.of(property), "-D" + PROPERTY);
		}
		return bindPlaced(NativeLibrary::extract, directory, EXTRACTED_REMEDY, NativeLibrary::bind);
	}

	private static AsyncProfiler bindGiven(Path library, String input) throws RecorderException {
		return bindGiven(library, NativeLibrary::bind,
				"set " + input + " to async-profiler's library for this platform, or leave it out");
	}

	private static <T> T bindGiven(Path library, Binding<T> binding, String remedy) throws RecorderException {
		try {
			return binding.bind(library);
		}
		catch (IOException | LinkageError | RuntimeException ex) {
			throw new RecorderException(
					"The native library " + library + " cannot be loaded (" + reason(ex, library) + "); " + remedy, ex);
		}
	}

	// recordings can be kept where nothing can be executed
	private static <T> T bindPlaced(Placing placing, Path directory, String remedy, Binding<T> binding)
			throws RecorderException {
		Set<String> reasons = new LinkedHashSet<>();
		for (Path target : List.of(directory, Path.of(System.getProperty("java.io.tmpdir")))) {
			try {
				Path library = placing.place(target);
				try {
					return binding.bind(library);
				}
				catch (IOException | LinkageError | RuntimeException ex) {
					reasons.add("loaded from " + target + " (" + reason(ex, library) + ")");
				}
				finally {
					library.toFile().delete();
				}
			}
			catch (IOException ex) {
				reasons.add("extracted to " + target + " (" + ex + ")");
			}
		}
		throw new RecorderException("The native library cannot be " + String.join(", nor ", reasons) + remedy);
	}

	private static Path extract(Path directory) throws IOException, RecorderException {
		String resource = resource();
		try (InputStream content = AsyncProfiler.class.getResourceAsStream(resource)) {
			if (content == null) {
				throw new RecorderException("async-profiler's jar has no " + resource);
			}
			Path library = Files.createTempFile(directory, "libasyncProfiler-", ".so");
			Files.copy(content, library, StandardCopyOption.REPLACE_EXISTING);
			return library;
		}
	}

	// under another name, as one of that name would be another profiler's
	private static Path place(@Nullable Path given, Path directory) throws IOException, RecorderException {
		Path copy = Files.createTempFile(directory, COPY + "-", ".so");
		if (given != null) {
			return Files.copy(given, copy, StandardCopyOption.REPLACE_EXISTING);
		}
		return Files.move(extract(directory), copy, StandardCopyOption.REPLACE_EXISTING);
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
		throw new RecorderException(
				"async-profiler does not run on " + os + "/" + arch + ", only on Linux (x64, arm64) and macOS");
	}

	/**
	 * Puts a library into a directory.
	 */
	private interface Placing {

		Path place(Path directory) throws IOException, RecorderException;

	}

	/**
	 * Loads a library.
	 *
	 * @param <T> what is bound to it
	 */
	interface Binding<T> {

		T bind(Path library) throws IOException, RecorderException;

	}

}
