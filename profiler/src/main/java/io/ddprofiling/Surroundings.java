package io.ddprofiling;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Where a profiler would rather not run: platforms it does not support, and JVMs that
 * Datadog's own agent profiles already.
 */
final class Surroundings {

	/**
	 * Variables by which serverless platforms can be told.
	 */
	private static final List<String> SERVERLESS = List.of("AWS_LAMBDA_FUNCTION_NAME", "FUNCTIONS_WORKER_RUNTIME",
			"FUNCTION_TARGET");

	private static final Set<String> ON = Set.of("true", "1", "auto");

	private final Function<String, @Nullable String> variables;

	private final Function<String, @Nullable String> properties;

	private final List<String> jvmArguments;

	Surroundings(Function<String, @Nullable String> variables, Function<String, @Nullable String> properties,
			List<String> jvmArguments) {
		this.variables = variables;
		this.properties = properties;
		this.jvmArguments = jvmArguments;
	}

	static Surroundings ofThisJvm() {
		return new Surroundings(System::getenv, System::getProperty,
				ManagementFactory.getRuntimeMXBean().getInputArguments());
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
		if (isProfiledByDatadogAgent()) {
			return "dd-java-agent profiles this JVM already; take the agent away, or set dd.profiling.enabled=false"
					+ " for both";
		}
		return null;
	}

	private boolean isProfiledByDatadogAgent() {
		boolean attached = this.jvmArguments.stream()
			.anyMatch((argument) -> argument.startsWith("-javaagent:") && argument.contains("dd-java-agent"));
		String property = this.properties.apply("dd.profiling.enabled");
		String enabled = (property != null) ? property : this.variables.apply("DD_PROFILING_ENABLED");
		return attached && enabled != null && ON.contains(enabled.strip().toLowerCase(Locale.ROOT));
	}

}
