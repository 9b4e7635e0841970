package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The native libraries of profilers in this process, as far as the platform tells.
 */
final class MappedLibraries {

	private static final Path MAPS = Path.of("/proc/self/maps");

	private static final int FIELDS_BEFORE_PATH = 5;

	private static final String DELETED = " (deleted)";

	private MappedLibraries() {
	}

	static List<String> ofOtherProfilers() {
		try {
			String maps = new String(Files.readAllBytes(MAPS), StandardCharsets.UTF_8);
			// only now: waits for a library of ours that is being loaded
			Path own = NativeLibrary.file();
			return ofOtherProfilers(maps.lines(), (own != null) ? own.toString() : null);
		}
		catch (IOException ex) {
			// not on Linux, or not granted: other traces have to do
			return List.of();
		}
	}

	static List<String> ofOtherProfilers(Stream<String> maps, @Nullable String own) {
		return maps.map(MappedLibraries::path)
			.filter(MappedLibraries::isProfiler)
			.filter((path) -> !path.equals(own))
			.distinct()
			.toList();
	}

	// most profilers delete their library once it is loaded
	private static String path(String line) {
		String[] fields = line.split("\\s+", FIELDS_BEFORE_PATH + 1);
		String path = (fields.length > FIELDS_BEFORE_PATH) ? fields[FIELDS_BEFORE_PATH] : "";
		return path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
	}

	private static boolean isProfiler(String path) {
		String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
		return name.startsWith("libasyncprofiler") || name.startsWith("libjavaprofiler");
	}

}
