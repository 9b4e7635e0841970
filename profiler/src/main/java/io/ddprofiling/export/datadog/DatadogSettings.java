package io.ddprofiling.export.datadog;

import io.ddprofiling.export.transport.TransportSettings;

/**
 * How to upload to Datadog.
 *
 * @param agent where the agent is
 * @param agentless how to upload without an agent
 * @param transport how to reach servers over TCP
 * @param payload what uploads look like
 * @param userService whether the user chose the service's name, and not the profiler
 * @since 0.1.0
 */
public record DatadogSettings(AgentSettings agent, AgentlessSettings agentless, TransportSettings transport,
		PayloadConvention payload, boolean userService) {

	/**
	 * Settings for an agent that is reached without a proxy.
	 * @param agent where the agent is
	 * @param payload what uploads look like
	 * @return the settings
	 */
	public static DatadogSettings of(AgentSettings agent, PayloadConvention payload) {
		return new DatadogSettings(agent, AgentlessSettings.OFF, TransportSettings.DEFAULT, payload, false);
	}

}
