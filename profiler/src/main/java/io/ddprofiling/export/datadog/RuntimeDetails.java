package io.ddprofiling.export.datadog;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;

import io.ddprofiling.export.ClientVersion;

/**
 * What uploads tell of the JVM and of this library.
 *
 * @param profilerVersion this library's version
 * @param javaVersion the version of Java
 * @param vmName the JVM's name
 * @param vmVendor the JVM's vendor
 * @param osName the operating system's name
 * @param osVersion the operating system's version
 * @param processors the number of processors the JVM may use
 * @param started when the JVM was started
 * @param command the main class or the jar, with arguments
 * @param workingDirectory the working directory
 */
record RuntimeDetails(String profilerVersion, String javaVersion, String vmName, String vmVendor, String osName,
		String osVersion, int processors, Instant started, String command, Path workingDirectory) {

	static RuntimeDetails ofThisJvm() {
		return new RuntimeDetails(ClientVersion.VERSION, property("java.version"), property("java.vm.name"),
				property("java.vm.vendor"), property("os.name"), property("os.version"),
				Runtime.getRuntime().availableProcessors(),
				Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()), property("sun.java.command"),
				Path.of(property("user.dir")));
	}

	private static String property(String name) {
		return System.getProperty(name, "");
	}

}
