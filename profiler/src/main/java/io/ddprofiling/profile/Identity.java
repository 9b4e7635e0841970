package io.ddprofiling.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Whose profile it is: the tags every window of one run of the profiler carries.
 *
 * @param service the service's name
 * @param env the environment it is deployed to, or {@code null} if not known
 * @param version the version of the service, or {@code null} if not known
 * @param host the host's name
 * @param runtimeId an identifier of this run of the profiler, new for every start
 * @param processId the process's number
 * @param tags further tags of the user's, in order
 * @param runtime the JVM that was recorded
 * @since 0.1.0
 */
public record Identity(String service, @Nullable String env, @Nullable String version, String host, String runtimeId,
		long processId, Map<String, String> tags, RuntimeDetails runtime) {

	public Identity {
		tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
	}

	/**
	 * An identity in this JVM.
	 * @param service the service's name
	 * @param env the environment it is deployed to, or {@code null} if not known
	 * @param version the version of the service, or {@code null} if not known
	 * @param host the host's name
	 * @param runtimeId an identifier of this run of the profiler, new for every start
	 * @param processId the process's number
	 * @param tags further tags of the user's, in order
	 */
	public Identity(String service, @Nullable String env, @Nullable String version, String host, String runtimeId,
			long processId, Map<String, String> tags) {
		this(service, env, version, host, runtimeId, processId, tags, RuntimeDetails.ofThisJvm());
	}

}
