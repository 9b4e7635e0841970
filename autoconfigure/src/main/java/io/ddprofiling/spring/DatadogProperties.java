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
 * @param agent address of the Datadog Agent
 * @param trace address of the Datadog Agent, as tracers name it
 * @since 0.1.0
 */
@ConfigurationProperties("dd")
public record DatadogProperties(@Nullable String service, @Nullable String env, @Nullable String version,
		@Nullable String tags, @DefaultValue Agent agent, @DefaultValue Trace trace) {

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
	 */
	public record Trace(@DefaultValue TraceAgent agent) {

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
