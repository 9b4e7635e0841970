package io.ddprofiling.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that all of Datadog's clients share.
 *
 * @param service name of the service, spring.application.name if not set
 * @param env environment the service is deployed to
 * @param version version of the service
 * @param tags comma-separated list of key:value pairs that every profile carries
 * @param apiKey API key for uploads without an agent
 * @param apiKeyFile file with the API key for uploads without an agent
 * @param site site of Datadog that uploads without an agent go to
 * @param git what the service was built from
 * @param agent address of the Datadog Agent
 * @param trace address of the Datadog Agent, as tracers name it
 * @since 0.1.0
 */
@ConfigurationProperties("dd")
public record DatadogProperties(@Nullable String service, @Nullable String env, @Nullable String version,
		@Nullable String tags, @Nullable String apiKey, @Nullable String apiKeyFile,
		@DefaultValue("datadoghq.com") String site, @DefaultValue Git git, @DefaultValue Agent agent,
		@DefaultValue Trace trace) {

	@Override
	public String toString() {
		return "DatadogProperties[service=" + this.service + "]";
	}

	/**
	 * What the service was built from.
	 *
	 * @param commit commit
	 * @param repository repository
	 */
	public record Git(@DefaultValue Commit commit, @DefaultValue Repository repository) {

	}

	/**
	 * The commit the service was built from.
	 *
	 * @param sha hash of the commit, that of git.properties if not set
	 */
	public record Commit(@Nullable String sha) {

	}

	/**
	 * The repository the service was built from.
	 *
	 * @param url URL of the repository, that of git.properties if not set
	 */
	public record Repository(@Nullable String url) {

	}

	/**
	 * Address of the Datadog Agent.
	 *
	 * @param host host of the Datadog Agent
	 * @param port port of the Datadog Agent, an alias of dd.trace.agent.port
	 */
	public record Agent(@Nullable String host, @Nullable String port) {

	}

	/**
	 * Settings of tracers.
	 *
	 * @param agent address of the Datadog Agent
	 * @param git what the service was built from
	 */
	public record Trace(@DefaultValue TraceAgent agent, @DefaultValue TraceGit git) {

	}

	/**
	 * What the service was built from.
	 *
	 * @param metadata commit and repository
	 */
	public record TraceGit(@DefaultValue Metadata metadata) {

	}

	/**
	 * Commit and repository.
	 *
	 * @param enabled whether profiles tell what they were built from
	 */
	public record Metadata(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * Address of the Datadog Agent, as tracers name it. Kubernetes injects an address as
	 * port when a Service is called dd-agent, so that the port is read as text.
	 *
	 * @param url http, https or unix URL of the Datadog Agent
	 * @param port port of the Datadog Agent
	 */
	public record TraceAgent(@Nullable String url, @Nullable String port) {

	}

}
