package io.ddprofiling.recorder;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What profilers leave in a JVM to be told by.
 *
 * @param arguments the JVM's arguments, those of {@code JAVA_TOOL_OPTIONS} included
 * @param datadogProfiling the setting that switches on the profiler of Datadog's agent,
 * or {@code null} if there is none
 * @param hasDatadogAgent whether Datadog's agent was loaded, however it came
 * @param threads the names of the threads
 * @param libraries the files of profilers' native libraries, other than ours
 * @param recordings the names of running recordings of the JDK's flight recorder
 */
record JvmTraces(List<String> arguments, @Nullable String datadogProfiling, boolean hasDatadogAgent,
		List<String> threads, List<String> libraries, List<String> recordings) {

	static JvmTraces ofThisJvm() {
		String property = System.getProperty("dd.profiling.enabled");
		return new JvmTraces(ManagementFactory.getRuntimeMXBean().getInputArguments(),
				datadogProfiling(property, System::getenv), isDatadogAgentLoaded(), threadNames(),
				MappedLibraries.ofOtherProfilers(), FlightRecordings.running());
	}

	// Datadog's admission controller switches the profiler on where nobody has decided
	static @Nullable String datadogProfiling(@Nullable String property, Function<String, @Nullable String> variables) {
		if (property != null) {
			return property;
		}
		String variable = variables.apply("DD_PROFILING_ENABLED");
		String injected = variables.apply("DD_INJECTION_ENABLED");
		boolean profiler = injected != null && List.of(injected.split("\\s*,\\s*")).contains("profiler");
		return (variable == null && profiler) ? "auto" : variable;
	}

	// agents put this class where only the JVM's own loader finds it
	private static boolean isDatadogAgentLoaded() {
		try {
			Class.forName("datadog.trace.bootstrap.Agent", false, null);
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	// unlike a dump of all stacks, this needs no safepoint
	private static List<String> threadNames() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
			group = parent;
		}
		if (group == null) {
			return List.of();
		}
		Thread[] threads = new Thread[group.activeCount() + 100];
		int count = group.enumerate(threads);
		return Arrays.stream(threads, 0, count).map(Thread::getName).toList();
	}

}
