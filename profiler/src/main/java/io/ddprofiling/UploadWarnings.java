package io.ddprofiling;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.ddprofiling.export.datadog.AgentlessSettings;
import io.ddprofiling.export.datadog.DatadogSettings;
import io.ddprofiling.export.datadog.DatadogSite;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.export.transport.HttpProxy;
import org.jspecify.annotations.Nullable;

/**
 * What is probably wrong with settings that are used all the same: they may come right
 * without a restart, or be right in a way that is not known here.
 */
final class UploadWarnings {

	private UploadWarnings() {
	}

	static List<String> of(DatadogSettings settings) {
		List<String> warnings = new ArrayList<>();
		if (settings.agent().mode() != UploadMode.NEVER) {
			ofAgentless(settings.agentless(), warnings);
			ofSocket(settings.agent().agentUrl(), warnings);
			ofProxy(settings.transport().proxy(), warnings);
			ofTrust(settings.transport().tls(), warnings);
		}
		return warnings;
	}

	private static void ofAgentless(AgentlessSettings agentless, List<String> warnings) {
		if (!agentless.enabled()) {
			return;
		}
		if (agentless.apiKey() == null) {
			warnings.add("dd.profiling.agentless is true but there is no API key, so that nothing is uploaded:"
					+ " set dd.api-key (DD_API_KEY), or unset dd.profiling.agentless to upload to an agent");
		}
		else if (!agentless.apiKey().isUsual()) {
			warnings.add("dd.api-key (DD_API_KEY) does not look like an API key, which has 32 hexadecimal digits:"
					+ " check that it is not an application key, nor quoted; it is used as it is");
		}
		if (!agentless.site().isKnown()) {
			warnings
				.add("dd.site (DD_SITE) is " + agentless.site() + ", which is not a known site of Datadog: check that"
						+ " it is one of " + DatadogSite.KNOWN + "; it is used as it is");
		}
	}

	private static void ofSocket(@Nullable URI agent, List<String> warnings) {
		try {
			if (agent != null && "unix".equals(agent.getScheme()) && Files.isDirectory(Path.of(agent.getPath()))) {
				warnings.add("dd.trace.agent.url (DD_TRACE_AGENT_URL) is " + agent
						+ ", which is a directory and not a socket: name the agent's socket in it, as in "
						+ agent.toString().replaceFirst("/+$", "") + "/apm.socket");
			}
		}
		catch (InvalidPathException ex) {
			warnings.add("dd.trace.agent.url (DD_TRACE_AGENT_URL) is not a path of a socket: name it as in"
					+ " unix:///var/run/datadog/apm.socket");
		}
	}

	private static void ofProxy(@Nullable HttpProxy proxy, List<String> warnings) {
		if (proxy != null && proxy.username() == null && proxy.password() != null) {
			warnings.add("dd.profiling.proxy.password is set but not dd.profiling.proxy.username:"
					+ " set both, or the proxy is told neither");
		}
	}

	private static void ofTrust(@Nullable Supplier<SSLContext> trust, List<String> warnings) {
		try {
			if (trust != null) {
				trust.get();
			}
		}
		catch (RuntimeException ex) {
			warnings.add("Nobody is trusted over TLS: " + ex.getMessage() + "; check dd.profiling.upload.trust-store,"
					+ " .trust-store-password or .ssl-bundle");
		}
	}

}
