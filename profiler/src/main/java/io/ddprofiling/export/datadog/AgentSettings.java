package io.ddprofiling.export.datadog;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Where the user says the agent is; all of it may be left out.
 *
 * @param mode when to upload
 * @param profileUrl the full URL of the intake, used as it is
 * @param agentUrl the agent's base URL: {@code http}, {@code https} or {@code unix}
 * @param host the agent's host, used if there is no URL
 * @param port the agent's port, used if there is no URL
 * @since 0.1.0
 */
public record AgentSettings(UploadMode mode, @Nullable URI profileUrl, @Nullable URI agentUrl, @Nullable String host,
		@Nullable Integer port) {

	/**
	 * Settings that leave everything to be found.
	 */
	public static final AgentSettings AUTO = new AgentSettings(UploadMode.AUTO, null, null, null, null);

}
