package io.ddprofiling;

import java.util.List;
import java.util.function.Function;

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

	private final List<Neighbour> neighbours;

	Surroundings(Function<String, @Nullable String> variables, Function<String, @Nullable String> properties,
			List<Neighbour> neighbours) {
		this.variables = variables;
		this.properties = properties;
		this.neighbours = neighbours;
	}

	static Surroundings ofThisJvm() {
		Surroundings platform = ofThisPlatform();
		// a native image, for one, has nothing to find others with
		return (platform.refusal() != null) ? platform
				: new Surroundings(System::getenv, System::getProperty, Neighbours.inThisJvm());
	}

	static Surroundings ofThisPlatform() {
		return new Surroundings(System::getenv, System::getProperty, List.of());
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
		return this.neighbours.stream().filter(Neighbour::excluding).map(Neighbour::note).findFirst().orElse(null);
	}

	/**
	 * Which other profilers there are.
	 * @return a note for each
	 */
	List<String> neighbours() {
		return this.neighbours.stream().map(Neighbour::note).toList();
	}

}
