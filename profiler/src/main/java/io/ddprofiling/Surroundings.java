package io.ddprofiling;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.ddprofiling.recorder.Neighbour;
import io.ddprofiling.recorder.Neighbours;
import org.jspecify.annotations.Nullable;

/**
 * Where a profiler would rather not run: platforms it does not support, and JVMs that
 * belong to another profiler already.
 */
final class Surroundings {

	/**
	 * Variables by which serverless platforms can be told.
	 */
	private static final List<String> SERVERLESS = List.of("AWS_LAMBDA_FUNCTION_NAME", "FUNCTIONS_WORKER_RUNTIME",
			"FUNCTION_TARGET");

	private final Function<String, @Nullable String> variables;

	private final Function<String, @Nullable String> properties;

	private final Supplier<List<String>> arguments;

	private final List<Neighbour> neighbours;

	Surroundings(Function<String, @Nullable String> variables, Function<String, @Nullable String> properties,
			Supplier<List<String>> arguments, List<Neighbour> neighbours) {
		this.variables = variables;
		this.properties = properties;
		this.arguments = arguments;
		this.neighbours = neighbours;
	}

	static Surroundings ofThisJvm() {
		Surroundings platform = ofThisPlatform();
		// a native image, for one, has nothing to find others with
		return (platform.refusal() != null) ? platform : beside(Neighbours.inThisJvm());
	}

	static Surroundings ofThisPlatform() {
		return beside(List.of());
	}

	private static Surroundings beside(List<Neighbour> neighbours) {
		return new Surroundings(System::getenv, System::getProperty,
				() -> ManagementFactory.getRuntimeMXBean().getInputArguments(), neighbours);
	}

	/**
	 * Why not to profile here.
	 * @return the reason, or {@code null} if there is none
	 */
	@Nullable String refusal() {
		if (this.properties.apply("org.graalvm.nativeimage.imagecode") != null) {
			return "profiling is not supported in a GraalVM native image";
		}
		for (String variable : SERVERLESS) {
			if (this.variables.apply(variable) != null) {
				return "profiling is not supported on serverless platforms such as AWS Lambda (" + variable
						+ " is set)";
			}
		}
		if (this.arguments.get().stream().anyMatch(Surroundings::recordsCache)) {
			return "profiling is off while the JVM records an AOT cache: JDK 25 crashes when it writes classes that"
					+ " the profile of exceptions has changed";
		}
		return this.neighbours.stream().filter(Neighbour::excluding).map(Neighbour::note).findFirst().orElse(null);
	}

	/**
	 * Which other profilers there are.
	 * @return a note for each
	 */
	List<String> neighbours() {
		return this.neighbours.stream().map(Neighbour::note).toList();
	}

	private static boolean recordsCache(String argument) {
		return argument.startsWith("-XX:AOTCacheOutput=") || argument.equals("-XX:AOTMode=record");
	}

}
