package io.ddprofiling.store;

import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import io.ddprofiling.profile.RuntimeDetails;

/**
 * The JVM of a run, among the properties that tell whose recordings these are.
 */
final class RunRuntime {

	private static final String PREFIX = "runtime.";

	private static final String VARIABLE = PREFIX + "variable.";

	private RunRuntime() {
	}

	static void put(RuntimeDetails runtime, Properties properties) {
		put(properties, "profiler-version", runtime.profilerVersion());
		put(properties, "java-version", runtime.javaVersion());
		put(properties, "name", runtime.runtimeName());
		put(properties, "version", runtime.runtimeVersion());
		put(properties, "vm-name", runtime.vmName());
		put(properties, "vm-vendor", runtime.vmVendor());
		put(properties, "os-name", runtime.osName());
		put(properties, "os-version", runtime.osVersion());
		put(properties, "processors", Integer.toString(runtime.processors()));
		put(properties, "started", (runtime.started() != null) ? runtime.started().toString() : "");
		put(properties, "entry-point", runtime.entryPoint());
		put(properties, "working-directory", runtime.workingDirectory());
		runtime.environment().forEach((name, value) -> properties.setProperty(VARIABLE + name, value));
	}

	static RuntimeDetails of(Properties properties) {
		String started = get(properties, "started");
		Map<String, String> environment = new TreeMap<>();
		for (String name : properties.stringPropertyNames()) {
			if (name.startsWith(VARIABLE)) {
				environment.put(name.substring(VARIABLE.length()), properties.getProperty(name, ""));
			}
		}
		return new RuntimeDetails(get(properties, "profiler-version"), get(properties, "java-version"),
				get(properties, "name"), get(properties, "version"), get(properties, "vm-name"),
				get(properties, "vm-vendor"), get(properties, "os-name"), get(properties, "os-version"),
				Integer.parseInt(properties.getProperty(PREFIX + "processors", "0")),
				started.isEmpty() ? null : Instant.parse(started), get(properties, "entry-point"),
				get(properties, "working-directory"), environment);
	}

	private static void put(Properties properties, String key, String value) {
		properties.setProperty(PREFIX + key, value);
	}

	private static String get(Properties properties, String key) {
		return properties.getProperty(PREFIX + key, "");
	}

}
