package io.ddprofiling;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks what the user says of the agent's address.
 */
final class AgentUrls {

	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]{1,255}");

	private AgentUrls() {
	}

	static URI web(String name, URI url) {
		if (!Set.of("http", "https").contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
			throw new IllegalArgumentException("'" + name + "' must be an http or https URL with a host");
		}
		return url;
	}

	static URI agent(String name, URI url) {
		if ("unix".equals(url.getScheme())) {
			if (url.getPath() == null || url.getPath().length() < 2) {
				throw new IllegalArgumentException(
						"'" + name + "' must name a socket, as in unix:///var/run/datadog/apm.socket");
			}
			return url;
		}
		if (!Set.of("http", "https").contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
			throw new IllegalArgumentException(
					"'" + name + "' must be an http, https or unix URL, as in http://localhost:8126");
		}
		return url;
	}

	static String host(String name, String host) {
		if (!HOST.matcher(host.strip()).matches()) {
			throw new IllegalArgumentException("'" + name + "' must be a host name or address, without port or scheme");
		}
		return host.strip();
	}

}
