package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import one.jfr.JfrReader;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * The file of the results: one JSON object with a table for each benchmark.
 */
final class Results {

	private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

	private Results() {
	}

	static void add(Path file, String table, List<Map<String, Object>> rows) throws IOException {
		Map<String, Object> results = new LinkedHashMap<>(environment());
		if (Files.exists(file)) {
			results.putAll(MAPPER.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {
			}));
		}
		results.put(table, rows);
		if (file.getParent() != null) {
			Files.createDirectories(file.getParent());
		}
		MAPPER.writeValue(file.toFile(), results);
	}

	private static Map<String, Object> environment() {
		return Map.of("jdk", Runtime.version().toString(), "cpus", Runtime.getRuntime().availableProcessors(), "os",
				System.getProperty("os.name") + " " + System.getProperty("os.arch"), "jfrConverter",
				version(JfrReader.class), "jmc", version(JfrLoaderToolkit.class), "jmh", version(Benchmark.class));
	}

	// the jar is named after it
	private static String version(Class<?> type) {
		String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
		return jar.replaceAll(".*-(\\d[^/]*)\\.jar", "$1");
	}

}
