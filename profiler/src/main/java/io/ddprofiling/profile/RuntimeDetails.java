package io.ddprofiling.profile;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The JVM that was recorded, and the version of this library that recorded it. What is
 * not known is empty.
 *
 * @param profilerVersion this library's version
 * @param javaVersion the version of Java
 * @param runtimeName the name of the runtime environment
 * @param runtimeVersion the version of the runtime environment
 * @param vmName the JVM's name
 * @param vmVendor the JVM's vendor
 * @param osName the operating system's name
 * @param osVersion the operating system's version
 * @param processors the number of processors the JVM may use
 * @param started when the JVM was started, {@code null} if not known
 * @param entryPoint the main class or the jar, without arguments
 * @param workingDirectory the working directory
 * @param environment the variables of the environment that tell where it runs
 * @since 0.1.0
 */
public record RuntimeDetails(String profilerVersion, String javaVersion, String runtimeName, String runtimeVersion,
		String vmName, String vmVendor, String osName, String osVersion, int processors, @Nullable Instant started,
		String entryPoint, String workingDirectory, Map<String, String> environment) {

	/**
	 * The variables that are looked at: what OpenTelemetry and the downward API of
	 * Kubernetes have.
	 */
	private static final List<String> VARIABLES = List.of("OTEL_RESOURCE_ATTRIBUTES", "KUBERNETES_SERVICE_HOST",
			"K8S_POD_NAME", "POD_NAME", "K8S_POD_UID", "POD_UID", "K8S_NAMESPACE_NAME", "K8S_NAMESPACE",
			"POD_NAMESPACE", "K8S_NODE_NAME", "NODE_NAME", "K8S_CONTAINER_NAME", "CONTAINER_NAME");

	private static final Pattern CLASS = Pattern.compile("((?:[\\w.]+/)?[\\w.$]+)(?: .*)?", Pattern.DOTALL);

	private static final Pattern JAR = Pattern.compile("(.+?\\.jar)(?: .*)?", Pattern.DOTALL);

	public RuntimeDetails {
		environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
	}

	/**
	 * The details of this JVM.
	 * @return the details
	 */
	public static RuntimeDetails ofThisJvm() {
		return new RuntimeDetails(ClientVersion.VERSION, property("java.version"), property("java.runtime.name"),
				property("java.runtime.version"), property("java.vm.name"), property("java.vm.vendor"),
				property("os.name"), property("os.version"), Runtime.getRuntime().availableProcessors(),
				Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
				entryPoint(property("sun.java.command")), property("user.dir"), environment(System::getenv));
	}

	/**
	 * The variables that tell where a process runs.
	 * @param variables the environment
	 * @return those that are set
	 */
	public static Map<String, String> environment(Function<String, @Nullable String> variables) {
		Map<String, String> environment = new LinkedHashMap<>();
		for (String name : VARIABLES) {
			String value = variables.apply(name);
			if (value != null) {
				environment.put(name, value);
			}
		}
		return environment;
	}

	// arguments may be secrets
	static String entryPoint(String command) {
		Matcher mainClass = CLASS.matcher(command);
		if (mainClass.matches() && !mainClass.group(1).endsWith(".jar")) {
			return mainClass.group(1);
		}
		Matcher jar = JAR.matcher(command);
		return jar.matches() ? jar.group(1) : "";
	}

	private static String property(String name) {
		return System.getProperty(name, "");
	}

}
