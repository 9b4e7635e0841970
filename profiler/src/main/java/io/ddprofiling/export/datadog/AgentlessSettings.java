package io.ddprofiling.export.datadog;

import org.jspecify.annotations.Nullable;

/**
 * How to upload without an agent.
 *
 * @param enabled whether to, instead of to an agent
 * @param apiKey the key that tells whose profiles they are, or {@code null} if not known
 * @param site where to upload to
 * @since 0.1.0
 */
public record AgentlessSettings(boolean enabled, @Nullable ApiKey apiKey, DatadogSite site) {

	/**
	 * Uploads go to an agent.
	 */
	public static final AgentlessSettings OFF = new AgentlessSettings(false, null, DatadogSite.DEFAULT);

}
